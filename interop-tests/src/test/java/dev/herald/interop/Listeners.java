package dev.herald.interop;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** What a server says of its ports, which the system has chosen, by code of ours within it. */
final class Listeners {

  private static final String LISTENING = "Listening: ";
  private static final String STARTED = "Started";

  private Listeners() {}

  /**
   * Reads lines such as {@code Listening: 127.0.0.1:40123} up to {@code Started}; by address, since
   * that is how the servers' configurations tell them apart.
   */
  static Map<String, InetSocketAddress> reportedBy(Program process) {
    Map<String, InetSocketAddress> listeners = new HashMap<>();
    String line = process.awaitLine(Listeners::isReport);
    while (!line.equals(STARTED)) {
      String[] listener = line.substring(LISTENING.length()).split(":", 2);
      listeners.put(listener[0], new InetSocketAddress(listener[0], Integer.parseInt(listener[1])));
      line = process.awaitLine(Listeners::isReport);
    }
    return listeners;
  }

  private static boolean isReport(String line) {
    return line.startsWith(LISTENING) || line.equals(STARTED);
  }
}
