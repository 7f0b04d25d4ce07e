package dev.herald.benchmarks;

import java.util.List;

/** What to connect to, on the loopback interface. */
public sealed interface Endpoint permits BareEndpoint, XmppEndpoint {

  int port();

  /** Itself as one argument, which {@link #parse} reads. */
  String words();

  static Endpoint parse(String words) {
    List<String> parts = List.of(words.split(" ", -1));
    int port = Integer.parseInt(parts.get(0));
    return parts.size() == 1
        ? new BareEndpoint(port)
        : new XmppEndpoint(port, parts.get(1), parts.get(2), parts.get(3), parts.get(4));
  }
}
