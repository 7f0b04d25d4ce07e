package dev.herald.publisher.crash;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A target in another process, which answers each line with one, in their order. */
final class SocketNodes implements NodePublisher, AutoCloseable {

  private final Socket socket;
  private final PrintWriter out;
  private final Queue<CompletableFuture<String>> asked = new ConcurrentLinkedQueue<>();

  private static final XmlLimits LIMITS = new XmlLimits(1_000_000, 1_000_000, 1_000, 1_000);

  private SocketNodes(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "target");
    reader.setDaemon(true);
    reader.start();
  }

  static SocketNodes connect(int port) throws IOException {
    return new SocketNodes(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private void read() {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        CompletableFuture<String> answer = asked.remove();
        if (line.startsWith("failed")) {
          answer.completeExceptionally(new IllegalStateException(line));
        } else {
          answer.complete(line);
        }
      }
    } catch (IOException e) {
      asked.forEach(answer -> answer.completeExceptionally(e));
    }
  }

  private synchronized CompletableFuture<String> ask(String line) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.add(answer);
    out.println(line);
    return answer;
  }

  @Override
  public void createNode(String node, NodeOptions options) {
    ask("create " + node).join();
  }

  @Override
  public Collection<String> itemIds(String node) {
    String ids = ask("items " + node).join();
    return ids.isEmpty() ? List.of() : List.of(ids.split(" "));
  }

  @Override
  public Collection<String> nodes(String prefix) {
    throw new UnsupportedOperationException("There is one node only");
  }

  @Override
  public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    Map<String, XmlElement> items = new HashMap<>();
    for (String itemId : itemIds) {
      String payload = ask("payload " + node + " " + itemId).join();
      if (!payload.isEmpty()) {
        items.put(itemId, XmlStreamReader.parseDocument(payload, LIMITS));
      }
    }
    return items;
  }

  @Override
  public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
    return ask("publish " + node + " " + itemId + " " + payload.xml().replace('\n', ' '))
        .thenApply(ok -> null);
  }

  @Override
  public CompletionStage<Void> retract(String node, String itemId) {
    return ask("retract " + node + " " + itemId).thenApply(ok -> null);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
