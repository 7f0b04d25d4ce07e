package dev.herald.publisher.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps what processes announce: the count that each row had, in order. Fails now and then. */
final class Target implements AutoCloseable {

  private static final Pattern CHANGES =
      Pattern.compile("<field name=\"changes\"[^>]*>(\\d+)</field>");

  private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Map<String, List<Integer>> announced = new HashMap<>();
  private final Map<String, String> payloads = new HashMap<>();
  private final Random random;

  Target(long seed) throws IOException {
    this.random = new Random(seed);
    Thread accepting = new Thread(this::accept, "accepting");
    accepting.setDaemon(true);
    accepting.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The counts of a row, in the order of their announcements. */
  synchronized List<Integer> announced(String id) {
    return List.copyOf(announced.getOrDefault(id, List.of()));
  }

  synchronized int total() {
    return announced.values().stream().mapToInt(List::size).sum();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread serving = new Thread(() -> serve(socket), "serving");
        serving.setDaemon(true);
        serving.start();
      }
    } catch (IOException e) {
      // Closed: the test has ended.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(answer(line));
      }
    } catch (IOException e) {
      // The process has been killed.
    }
  }

  private synchronized String answer(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "items" -> {
        return String.join(" ", announced.keySet());
      }
      case "payload" -> {
        return payloads.getOrDefault(words[2], "");
      }
      case "publish" -> {
        if (random.nextInt(200) == 0) {
          return "failed for this once";
        }
        Matcher changes = CHANGES.matcher(words[3]);
        if (!changes.find()) {
          throw new AssertionError("No count in " + line);
        }
        announced
            .computeIfAbsent(words[2], id -> new ArrayList<>())
            .add(Integer.valueOf(changes.group(1)));
        payloads.put(words[2], words[3]);
        return "ok";
      }
      default -> {
        return "ok";
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
