package dev.herald.interop;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import org.w3c.dom.Document;

/**
 * A client that sends what it is told, without TLS, and understands nothing of it: no library hides
 * what a server says. For one thread.
 */
final class StanzaClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For what a server tells by a process of its own, which may come after its answers. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Socket socket;
  private final OutputStream output;
  private final String service;
  private final String jid;
  private final BlockingQueue<Document> arrived = new LinkedBlockingQueue<>();
  private final List<Document> messages = new ArrayList<>();
  private int requests;

  private StanzaClient(Socket socket, ServerUnderTest server, Account account)
      throws IOException, XMLStreamException {
    this.socket = socket;
    this.output = socket.getOutputStream();
    this.service = server.pubSub();
    Reader input = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
    authenticate(input, server.domain(), account);
    StanzaReader stream = open(input, server.domain());
    send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    this.jid = Xml.text(stream.next().orElseThrow(), "//*[local-name()='jid']");
    send("<presence/>");
    Thread reader = new Thread(() -> read(stream), "stanzas for " + jid);
    reader.setDaemon(true);
    reader.start();
  }

  /** Logs in, binds a resource of the server's choice and is available. */
  static StanzaClient login(ServerUnderTest server, Account account) {
    try {
      Socket socket = new Socket(server.plain().getAddress(), server.plain().getPort());
      try {
        socket.setTcpNoDelay(true);
        return new StanzaClient(socket, server, account);
      } catch (IOException | XMLStreamException | RuntimeException e) {
        socket.close();
        throw new IllegalStateException(account.name() + " cannot log in to " + server.name(), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot connect to " + server.name(), e);
    }
  }

  private void authenticate(Reader input, String domain, Account account)
      throws XMLStreamException {
    StanzaReader stream = open(input, domain);
    String plain = "\0" + account.name() + "\0" + account.password();
    send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>"
            .formatted(Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8))));
    Document outcome = stream.next().orElseThrow();
    if (!Xml.holds(outcome, "/*[local-name()='success']")) {
      throw new IllegalStateException("The password of " + account.name() + " is refused");
    }
  }

  private StanzaReader open(Reader input, String domain) throws XMLStreamException {
    send(
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            + " version='1.0' to='%s'>".formatted(domain));
    StanzaReader stream = new StanzaReader(input);
    if (stream.next().isEmpty()) {
      throw new XMLStreamException("No stream features");
    }
    return stream;
  }

  private void read(StanzaReader stream) {
    try {
      for (Optional<Document> next = stream.next(); next.isPresent(); next = stream.next()) {
        arrived.add(next.get());
      }
    } catch (XMLStreamException e) {
      // The connection is closed, by us at the end. Whoever waits for a stanza says that none came.
    }
  }

  /** The full JID that the server has given. */
  String jid() {
    return jid;
  }

  void send(String stanza) {
    try {
      output.write(stanza.getBytes(StandardCharsets.UTF_8));
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send " + stanza, e);
    }
  }

  /**
   * Sends an {@code <iq/>} without id, gives it one, and waits for the answer.
   *
   * @throws AssertionError when none has come after 30 seconds
   */
  Document ask(String request) {
    String id = "r" + ++requests;
    send(request.replaceFirst("<iq ", "<iq id='" + id + "' "));
    Document stanza = next(PATIENCE);
    while (!Xml.holds(stanza, "/c:iq[@type='result' or @type='error'][@id='" + id + "']")) {
      keep(stanza);
      stanza = next(PATIENCE);
    }
    return stanza;
  }

  /** Waits until the service has done all that this client has sent before. */
  void barrier() {
    ask(
        "<iq type='get' to='%s'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
            .formatted(service));
  }

  /** Takes the first message of which this holds; waits until none can be on its way. */
  Optional<Document> message(String xpath) {
    Optional<Document> message = take(xpath);
    if (message.isEmpty()) {
      barrier();
      message = take(xpath);
    }
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (message.isEmpty()) {
      Optional<Document> stanza = poll(Duration.ofNanos(deadline - System.nanoTime()));
      if (stanza.isEmpty()) {
        return Optional.empty();
      }
      keep(stanza.get());
      message = take(xpath);
    }
    return message;
  }

  /** Takes the first message of which this holds, if it has come before all is done. */
  Optional<Document> messageSoFar(String xpath) {
    barrier();
    return take(xpath);
  }

  private Optional<Document> take(String xpath) {
    Optional<Document> first =
        messages.stream().filter(message -> Xml.holds(message, xpath)).findFirst();
    first.ifPresent(messages::remove);
    return first;
  }

  /** Lets go of messages that nobody has asked for. */
  void forget() {
    messages.clear();
  }

  private void keep(Document stanza) {
    if (Xml.holds(stanza, "/c:message")) {
      messages.add(stanza);
    }
  }

  private Document next(Duration patience) {
    return poll(patience)
        .orElseThrow(() -> new AssertionError("No stanza for " + jid + " in " + patience));
  }

  private Optional<Document> poll(Duration patience) {
    try {
      return Optional.ofNullable(arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a stanza for " + jid, e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the connection of " + jid, e);
    }
  }
}
