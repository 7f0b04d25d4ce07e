package dev.herald.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client that asks for one thing at a time and waits for the answer, over WebSocket. */
public final class Conversation implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final EventLoop loop = new EventLoop();
  private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final String service;
  private final XmppClient client;
  private @Nullable CompletableFuture<Boolean> enough;
  private long messages;

  private Conversation(XmppEndpoint server, String auth) {
    this.service = server.service();
    this.client =
        new XmppClient(
            server,
            false,
            auth,
            jid -> List.of(),
            () -> ready.complete(true),
            () -> ready.completeExceptionally(new IllegalStateException("closed without a word")),
            this::received);
    loop.execute(() -> loop.connect(server.port(), client.transport()));
    loop.await(ready, LIMIT, "A log-in");
  }

  /** Logs in as nobody. */
  public static Conversation anonymous(XmppEndpoint server) {
    return new Conversation(server, XmppClient.ANONYMOUS);
  }

  /** Logs in to an account. */
  public static Conversation of(XmppEndpoint server, String name, String password) {
    return new Conversation(server, XmppClient.plain(name, password));
  }

  /**
   * Asks the PubSub service.
   *
   * @param type of the IQ
   * @param payload what is in it
   * @return the whole answer
   * @throws IllegalStateException for an error
   */
  public String ask(String type, String payload) {
    return loop.await(send(type, payload), LIMIT, "A request");
  }

  /** The same without waiting. */
  public CompletableFuture<String> send(String type, String payload) {
    String id = "q" + ids.getAndIncrement();
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.put(id, answer);
    String iq =
        "<iq xmlns='jabber:client' id='%s' type='%s' to='%s'>%s</iq>"
            .formatted(id, type, service, payload);
    loop.execute(() -> client.transport().send(iq));
    return answer;
  }

  /** Becomes available, and waits for so many messages. */
  public void awaitMessages(long count) {
    CompletableFuture<Boolean> all = new CompletableFuture<>();
    loop.execute(
        () -> {
          messages = count;
          enough = all;
          client.transport().send("<presence xmlns='jabber:client'/>");
        });
    loop.await(all, LIMIT, count + " messages");
  }

  private void received(byte[] bytes, int from, int to, int wireBytes) {
    String xml = Xml.text(bytes, from, to);
    if (xml.startsWith("<message")) {
      CompletableFuture<Boolean> waiting = enough;
      if (--messages == 0 && waiting != null) {
        waiting.complete(true);
      }
      return;
    }
    if (!xml.startsWith("<iq")) {
      return;
    }
    CompletableFuture<String> answer = asked.remove(Xml.attribute(xml, "id"));
    if (answer == null) {
      return;
    }
    if (Xml.isError(xml)) {
      answer.completeExceptionally(new IllegalStateException(xml));
    } else {
      answer.complete(xml);
    }
  }

  @Override
  public void close() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (client.transport().isOpen()) {
            client.transport().close();
          }
          done.complete(true);
        });
    loop.await(done, LIMIT, "Closing");
    loop.close();
  }
}
