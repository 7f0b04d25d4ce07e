package dev.herald.benchmarks.save;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** From the call of commit() until a subscriber over WebSocket on this machine has the item. */
final class Arrivals implements WebSocket.Listener {

  private static final int PER_SECOND = 100;

  private record Message(String text, long at) {}

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();

  /** Times of saves that come one by one, 100 a second, in nanoseconds. */
  static Histogram measure(Side side, Duration time) throws InterruptedException, IOException {
    Arrivals arrivals = new Arrivals();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("xmpp")
            .buildAsync(URI.create("ws://127.0.0.1:" + side.port() + "/xmpp-websocket"), arrivals)
            .join();
    try {
      arrivals.subscribe(socket);
      Histogram times = new Histogram(3);
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
        times.recordValue(arrivals.save(side, Window.nextId()));
      }
      return times;
    } finally {
      socket.abort();
    }
  }

  private void subscribe(WebSocket socket) throws InterruptedException, IOException {
    String open =
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>";
    ask(socket, open, "features");
    ask(
        socket,
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>",
        "<success");
    ask(socket, open, "features");
    ask(
        socket,
        "<iq xmlns='jabber:client' type='set' id='b'>"
            + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>",
        "id=\"b\"");
    String bound = last;
    String jid = bound.substring(bound.indexOf("<jid>") + 5, bound.indexOf("</jid>"));
    ask(
        socket,
        "<iq xmlns='jabber:client' type='set' id='s' to='pubsub.localhost'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='"
            + Side.NODE
            + "' jid='"
            + jid
            + "'/></pubsub></iq>",
        "id=\"s\"");
  }

  private String last = "";

  private void ask(WebSocket socket, String stanza, String answer)
      throws InterruptedException, IOException {
    socket.sendText(stanza, true).join();
    last = await(answer).text;
    if (last.contains("type=\"error\"") || last.contains("<failure")) {
      throw new IOException("The server refuses " + stanza + ": " + last);
    }
  }

  private Message await(String part) throws InterruptedException, IOException {
    Message message = messages.poll(30, TimeUnit.SECONDS);
    while (message != null && !message.text.contains(part)) {
      message = messages.poll(30, TimeUnit.SECONDS);
    }
    if (message == null) {
      throw new IOException("Nothing with " + part + " has come within 30 s");
    }
    return message;
  }

  private long save(Side side, long id) throws InterruptedException, IOException {
    long[] called = new long[1];
    try (var session = side.factory.openSession()) {
      session.beginTransaction();
      session.persist(new Invoice(id));
      session.flush();
      called[0] = System.nanoTime();
      session.getTransaction().commit();
    }
    return await("<item id=\"" + id + "\"").at - called[0];
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean whole) {
    long now = System.nanoTime();
    part.append(data);
    if (whole) {
      messages.add(new Message(part.toString(), now));
      part.setLength(0);
    }
    socket.request(1);
    return null;
  }
}
