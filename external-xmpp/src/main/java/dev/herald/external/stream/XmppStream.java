package dev.herald.external.stream;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is logged in: requests go out in the order in which they were made, many before the
 * first is answered, and those that wait to be written leave together. Thread-safe.
 *
 * <p>Without stream management (XEP-0198): ejabberd holds back what it answers by it. What has no
 * answer when a stream ends is asked for again.
 */
public final class XmppStream implements AutoCloseable {

  /** Room for answers to what the server asks. */
  private static final int OWN_ANSWERS = 100;

  private static final byte[] CLOSING = "</stream:stream>".getBytes(StandardCharsets.UTF_8);
  private static final int MOST_AT_ONCE = 64 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(60);

  private record Pending(CompletableFuture<XmlElement> answer, long since) {}

  private final StreamSettings settings;
  private final StanzaSocket socket;
  private final String jid;
  private final Semaphore room;
  private final BlockingQueue<byte[]> outgoing;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicReference<@Nullable ConnectionException> ended = new AtomicReference<>();
  private final CompletableFuture<ConnectionException> end = new CompletableFuture<>();
  private final Thread reader;
  private final Thread writer;
  private volatile Consumer<XmlElement> returned = message -> {};
  private volatile long lastRead = System.nanoTime();

  private XmppStream(StreamSettings settings, StanzaSocket socket, String jid) {
    this.settings = settings;
    this.socket = socket;
    this.jid = jid;
    this.room = new Semaphore(settings.inFlight());
    this.outgoing = new ArrayBlockingQueue<>(settings.inFlight() + OWN_ANSWERS);
    this.reader = thread(this::read, "herald-xmpp-reader");
    this.writer = thread(this::write, "herald-xmpp-writer");
  }

  /**
   * Connects to the first address that there is and logs in.
   *
   * @throws ConnectionException saying in one sentence why that cannot be
   */
  public static XmppStream open(StreamSettings settings) {
    ConnectionException failure = null;
    for (ServerAddress address : ServerAddresses.of(settings)) {
      StanzaSocket socket;
      try {
        socket = StanzaSocket.connect(address, settings.connectTimeout());
      } catch (ConnectionException e) {
        failure = e;
        continue;
      }
      try {
        String jid = StreamLogin.login(settings, socket);
        socket.waitForever();
        XmppStream stream = new XmppStream(settings, socket, jid);
        stream.reader.start();
        stream.writer.start();
        return stream;
      } catch (RuntimeException e) {
        socket.close();
        throw e;
      }
    }
    throw failure == null ? new ConnectionException("There is no address to try") : failure;
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The own address. */
  public String jid() {
    return jid;
  }

  /**
   * Sends a request. While as many as may be are on their way it waits for room, except on the
   * thread that reads the answers.
   *
   * @param type {@code get} or {@code set}
   * @param payload written XML that declares its namespace
   * @return the result; an {@link AnswerException} for an error, a {@link ConnectionException} when
   *     no answer will come
   */
  public CompletableFuture<XmlElement> ask(String type, String to, String payload) {
    ConnectionException gone = ended.get();
    if (gone != null) {
      return CompletableFuture.failedFuture(gone);
    }
    if (!hasRoom()) {
      return CompletableFuture.failedFuture(
          new ConnectionException(
              "More than %d requests wait for the XMPP server %s"
                  .formatted(settings.inFlight(), socket.address())));
    }
    String id = "h" + ids.incrementAndGet();
    CompletableFuture<XmlElement> answer = new CompletableFuture<>();
    pending.put(id, new Pending(answer, System.nanoTime()));
    StringBuilder iq = new StringBuilder(payload.length() + 120);
    iq.append("<iq type='").append(type).append("' id='").append(id).append("' to='");
    XmlWriter.writeAttributeValue(to, iq);
    if (settings.isComponent()) {
      iq.append("' from='");
      XmlWriter.writeAttributeValue(jid, iq);
    }
    iq.append("'>").append(payload).append("</iq>");
    if (!outgoing.offer(iq.toString().getBytes(StandardCharsets.UTF_8))) {
      end(new ConnectionException("Too much waits for the XMPP server " + socket.address()));
    }
    if (ended.get() != null) {
      failPending();
    }
    return answer;
  }

  /** Who gets the messages of this stream that come back as errors; on the thread that reads. */
  public void onReturned(Consumer<XmlElement> listener) {
    returned = listener;
  }

  /**
   * Sends a message without content, to see whether it comes back. One of type groupchat reaches a
   * full JID or comes back, and nothing else becomes of it (RFC 6121, section 8.5.3).
   *
   * @return false when too much waits to be sent
   */
  public boolean probe(String to, String id) {
    StringBuilder message = new StringBuilder("<message type='groupchat");
    append(message, "id", id);
    append(message, "to", to);
    if (settings.isComponent()) {
      append(message, "from", jid);
    }
    message.append("'/>");
    return ended.get() == null
        && outgoing.offer(message.toString().getBytes(StandardCharsets.UTF_8));
  }

  private boolean hasRoom() {
    if (room.tryAcquire()) {
      return true;
    }
    if (Thread.currentThread() == reader) {
      return false;
    }
    try {
      return room.tryAcquire(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @throws AnswerException when that is an error
   * @throws ConnectionException when there is none
   */
  public XmlElement request(String type, String to, String payload) {
    try {
      // Longer than a stream that does not answer lasts.
      return ask(type, to, payload)
          .get(settings.answerTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof AnswerException refused) {
        throw refused;
      }
      throw new ConnectionException(cause == null ? e.toString() : cause.getMessage(), e);
    } catch (TimeoutException e) {
      throw new ConnectionException(
          "The XMPP server %s does not answer".formatted(socket.address()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionException("Interrupted while waiting for the XMPP server", e);
    }
  }

  private void read() {
    try {
      while (true) {
        XmlElement stanza = socket.next();
        lastRead = System.nanoTime();
        if (stanza.name().equals("iq")) {
          handle(stanza);
        }
        if (stanza.name().equals("message") && "error".equals(stanza.attribute("type"))) {
          returned.accept(stanza);
        }
        // Other messages and presence are nothing that was asked for.
      }
    } catch (ConnectionException e) {
      end(e);
    } catch (RuntimeException | Error e) {
      end(new ConnectionException("What the XMPP server sends cannot be handled: " + e, e));
    }
  }

  private void handle(XmlElement iq) {
    String type = String.valueOf(iq.attribute("type"));
    if (type.equals("get") || type.equals("set")) {
      answer(iq);
      return;
    }
    Pending asked = pending.remove(String.valueOf(iq.attribute("id")));
    if (asked == null) {
      return;
    }
    room.release();
    if (type.equals("result")) {
      asked.answer().complete(iq);
    } else {
      asked.answer().completeExceptionally(AnswerException.of(iq));
    }
  }

  /** A ping is answered (XEP-0199); nothing else is served here. */
  private void answer(XmlElement iq) {
    boolean ping = iq.firstChild().filter(child -> child.name().equals("ping")).isPresent();
    StringBuilder out = new StringBuilder("<iq type='").append(ping ? "result" : "error");
    append(out, "id", iq.attribute("id"));
    append(out, "to", iq.attribute("from"));
    append(out, "from", iq.attribute("to"));
    out.append("'>");
    if (!ping) {
      out.append("<error type='cancel'><service-unavailable xmlns='")
          .append(Namespaces.STANZA_ERRORS)
          .append("'/></error>");
    }
    // One that asks more than it reads gets no answers.
    var unused = outgoing.offer(out.append("</iq>").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder out, String name, @Nullable String value) {
    if (value != null) {
      out.append("' ").append(name).append("='");
      XmlWriter.writeAttributeValue(value, out);
    }
  }

  private void write() {
    List<byte[]> more = new ArrayList<>();
    ByteArrayOutputStream together = new ByteArrayOutputStream(MOST_AT_ONCE);
    try {
      while (ended.get() == null) {
        more.add(outgoing.take());
        outgoing.drainTo(more);
        boolean last = more.contains(CLOSING);
        for (byte[] stanza : more) {
          together.writeBytes(stanza);
          if (together.size() >= MOST_AT_ONCE) {
            socket.write(together.toByteArray());
            together.reset();
          }
        }
        more.clear();
        if (together.size() > 0) {
          socket.write(together.toByteArray());
          together.reset();
        }
        if (last) {
          end(closed());
        }
      }
    } catch (ConnectionException e) {
      end(e);
    } catch (InterruptedException e) {
      // The stream has ended.
    }
  }

  /**
   * Waits until the stream has ended, and looks after it meanwhile: ends it when an answer does not
   * come, and asks for one when nothing has come for a minute.
   *
   * @return why
   */
  public ConnectionException awaitEnd() throws InterruptedException {
    long step = Math.max(1, Math.min(5_000, settings.answerTimeout().toMillis() / 4));
    while (true) {
      try {
        return end.get(step, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        lookAfter();
      } catch (ExecutionException e) {
        throw new IllegalStateException("An end is an exception that is no failure", e);
      }
    }
  }

  private void lookAfter() {
    long now = System.nanoTime();
    long patience = settings.answerTimeout().toNanos();
    if (pending.values().stream().anyMatch(asked -> now - asked.since() > patience)) {
      end(
          new ConnectionException(
              "The XMPP server %s has not answered for %d ms"
                  .formatted(socket.address(), settings.answerTimeout().toMillis())));
    } else if (pending.isEmpty() && now - lastRead > IDLE.toNanos()) {
      // A server without pings answers by an error, which is an answer.
      var unused = ask("get", settings.domain(), "<ping xmlns='urn:xmpp:ping'/>");
    }
  }

  private void end(ConnectionException why) {
    if (!ended.compareAndSet(null, why)) {
      return;
    }
    socket.close();
    writer.interrupt();
    failPending();
    end.complete(why);
  }

  private void failPending() {
    ConnectionException why = ended.get();
    for (String id : List.copyOf(pending.keySet())) {
      Pending asked = pending.remove(id);
      if (asked != null && why != null) {
        room.release();
        asked.answer().completeExceptionally(why);
      }
    }
  }

  /** Ends the stream; what has no answer fails. Waits a second for what is to be written. */
  @Override
  public void close() {
    try {
      if (ended.get() == null && outgoing.offer(CLOSING)) {
        end.get(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A server that does not read is left without a farewell.
    }
    end(closed());
  }

  private static ConnectionException closed() {
    return new ConnectionException("The connection to the XMPP server is closed");
  }
}
