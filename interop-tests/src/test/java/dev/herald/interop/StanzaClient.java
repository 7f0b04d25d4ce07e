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
import java.util.Map;
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
public final class StanzaClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket;
  private final OutputStream output;
  private final String service;
  private final String jid;
  private final BlockingQueue<Document> arrived = new LinkedBlockingQueue<>();
  private final List<Document> kept = new ArrayList<>();
  private Duration grace = PATIENCE;
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
  public static StanzaClient login(ServerUnderTest server, Account account) {
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
  public String jid() {
    return jid;
  }

  public void send(String stanza) {
    try {
      output.write(stanza.getBytes(StandardCharsets.UTF_8));
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send " + stanza, e);
    }
  }

  /** Sends an {@code <iq/>} without id, gives it one, and waits for the answer, if there is one. */
  public Optional<Document> ask(String request) {
    String id = "r" + ++requests;
    send(request.replaceFirst("<iq ", "<iq id='" + id + "' "));
    return await(answer(id), grace);
  }

  /** Waits until the service has done all that this client has sent before. */
  void barrier() {
    await("false()", Duration.ZERO);
  }

  /** Takes the first message of which this holds; waits until none can be on its way. */
  public Optional<Document> message(String xpath) {
    return await("/c:message and " + xpath, grace);
  }

  /**
   * Waits for so many messages of PubSub with items, and takes them: {@code item ID} or {@code
   * retract ID} each, in the order in which they came.
   */
  public List<String> events(int count) {
    List<String> events = new ArrayList<>();
    while (events.size() < count) {
      Document next =
          kept.isEmpty()
              ? poll(PATIENCE).orElseThrow(() -> new AssertionError("Only " + events))
              : kept.remove(0);
      if (Xml.holds(next, "/c:message//ev:items/*")) {
        events.add(
            "%s %s"
                .formatted(
                    Xml.text(next, "local-name(/c:message//ev:items/*)"),
                    Xml.text(next, "/c:message//ev:items/*/@id")));
      }
    }
    return events;
  }

  /** The fields {@code number} of the items that have been told until now, by the items' ids. */
  public List<Map.Entry<String, String>> payloads() {
    barrier();
    List<Map.Entry<String, String>> payloads = new ArrayList<>();
    for (Document message : kept) {
      if (Xml.holds(message, "/c:message//ev:item")) {
        payloads.add(
            Map.entry(
                Xml.text(message, "/c:message//ev:item/@id"),
                Xml.text(message, "/c:message//*[@name='number']")));
      }
    }
    kept.clear();
    return payloads;
  }

  /** Takes the first message of which this holds, if it has come before all is done. */
  public Optional<Document> messageSoFar(String xpath) {
    return await("/c:message and " + xpath, Duration.ZERO);
  }

  /**
   * Lets go of stanzas that nobody has asked for.
   *
   * @param patience how long what is asked for may come later than it should: a server may tell of
   *     it by a process of its own
   */
  void startAnew(Duration patience) {
    kept.clear();
    grace = patience;
  }

  /**
   * Takes the first stanza of which this holds. There is none when it has not come some time after
   * the answer to a request that is sent now.
   */
  private Optional<Document> await(String xpath, Duration late) {
    Optional<Document> before = kept.stream().filter(s -> Xml.holds(s, xpath)).findFirst();
    if (before.isPresent()) {
      kept.remove(before.get());
      return before;
    }
    String id = "r" + ++requests;
    send(
        "<iq type='get' id='%s' to='%s'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
            .formatted(id, service));
    Duration patience = PATIENCE;
    while (true) {
      Optional<Document> stanza = poll(patience);
      if (stanza.isEmpty() && patience.equals(PATIENCE)) {
        throw new AssertionError("No stanza for " + jid + " in " + patience);
      } else if (stanza.isEmpty() || Xml.holds(stanza.get(), xpath)) {
        return stanza;
      } else if (Xml.holds(stanza.get(), answer(id))) {
        patience = late;
      } else {
        kept.add(stanza.get());
      }
    }
  }

  private static String answer(String id) {
    return "/c:iq[@type='result' or @type='error'][@id='" + id + "']";
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
