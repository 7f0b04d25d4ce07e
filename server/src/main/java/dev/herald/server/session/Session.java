package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.server.sasl.SaslExchange;
import dev.herald.server.sasl.SaslMechanisms;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlWriter;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's stream (RFC 6120): header, SASL, resource binding, stanzas, end. It does no I/O: a
 * transport gives it a {@link Connection} and tells it what came in.
 *
 * <p>{@link #opened}, {@link #received} and {@link #broken} are for the transport, one call at a
 * time; everything else may be called by any thread.
 */
public final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final Set<String> STANZAS = Set.of("iq", "message", "presence");

  private enum State {
    NEW,
    AUTHENTICATING,
    AUTHENTICATED,
    BINDING,
    BOUND
  }

  private final String domain;
  private final Connection connection;
  private final SessionRegistry registry;
  private final SaslExchange sasl;
  private final StanzaHandler stanzas;
  private final AtomicBoolean ended = new AtomicBoolean();

  private State state = State.NEW;
  private @Nullable String account;
  private volatile @Nullable Jid jid;

  private Session(
      String domain,
      Connection connection,
      SessionRegistry registry,
      SaslMechanisms mechanisms,
      StanzaHandler stanzas) {
    this.domain = domain;
    this.connection = connection;
    this.registry = registry;
    this.sasl = mechanisms.exchange(connection.peer());
    this.stanzas = stanzas;
  }

  /**
   * Begins a session on a connection; when the server is full, the connection is closed at once.
   */
  public static Session accept(
      String domain,
      Connection connection,
      SessionRegistry registry,
      SaslMechanisms mechanisms,
      StanzaHandler stanzas) {
    Session session = new Session(domain, connection, registry, mechanisms, stanzas);
    if (!registry.add(session)) {
      session.disconnect(
          new StreamError(Condition.RESOURCE_CONSTRAINT, "The server has too many sessions"),
          DisconnectReason.TOO_MANY_SESSIONS);
    }
    return session;
  }

  public Peer peer() {
    return connection.peer();
  }

  /** The full JID, once a resource is bound. */
  public @Nullable Jid boundJid() {
    return jid;
  }

  /** The full JID of a session whose stanzas are being handled. */
  public Jid jid() {
    Jid bound = jid;
    if (bound == null) {
      throw new IllegalStateException("No resource is bound yet");
    }
    return bound;
  }

  /** The peer has opened its stream, or opened it again after authentication. */
  public synchronized void opened(@Nullable String to) {
    if (ended.get()) {
      return;
    }
    connection.open(domain, UUID.randomUUID().toString());
    if (to != null && !to.equalsIgnoreCase(domain)) {
      protocolError(
          Condition.HOST_UNKNOWN, "This server serves '" + domain + "', not '" + to + "'");
      return;
    }
    switch (state) {
      case NEW -> {
        state = State.AUTHENTICATING;
        features(sasl.features().toArray(XmlElement[]::new));
      }
      case AUTHENTICATED -> {
        state = State.BINDING;
        features(
            XmlElement.empty(Namespaces.BIND, "bind"),
            // RFC 6121 dropped it; older clients still ask for it unless told that they need not.
            XmlElement.builder(Namespaces.SESSION, "session")
                .add(XmlElement.empty(Namespaces.SESSION, "optional"))
                .build());
      }
      default -> protocolError(Condition.UNSUPPORTED_STANZA_TYPE, "The stream is open already");
    }
  }

  /** The peer has sent a complete top-level element. */
  public synchronized void received(XmlElement element) {
    if (ended.get()) {
      return;
    }
    switch (state) {
      case NEW -> protocolError(Condition.BAD_FORMAT, "The stream has not been opened");
      case AUTHENTICATING -> authenticate(element);
      case AUTHENTICATED -> protocolError(Condition.BAD_FORMAT, "The stream must be opened again");
      case BINDING -> bind(element);
      case BOUND -> handle(element);
    }
  }

  /** What the peer has sent cannot be read. */
  public void broken(XmlStreamException cause) {
    disconnect(cause.error(), DisconnectReason.PROTOCOL_ERROR);
  }

  /** The peer has gone, or has closed its stream. */
  public void closed(DisconnectReason reason) {
    disconnect(null, reason);
  }

  /** Ends the stream, from this side. Calls after the first do nothing. */
  public void disconnect(@Nullable StreamError error, DisconnectReason reason) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    registry.remove(this, reason);
    if (reason == DisconnectReason.CLIENT_CLOSED || reason == DisconnectReason.CONNECTION_LOST) {
      log.debug("{} is gone: {}", this, reason.label());
    } else {
      log.info("{} is disconnected: {}{}", this, reason.label(), error == null ? "" : ", " + error);
    }
    connection.close(error, reason);
  }

  public void send(XmlElement stanza) {
    send(XmlWriter.toXml(stanza));
  }

  /** Sends a stanza that has been written already. */
  public void send(String xml) {
    if (!ended.get()) {
      connection.send(xml);
    }
  }

  private void authenticate(XmlElement element) {
    if (!Namespaces.SASL.equals(element.namespace())) {
      protocolError(Condition.NOT_AUTHORIZED, "Authenticate first, by SASL (RFC 6120, section 6)");
      return;
    }
    SaslExchange.Step step = sasl.receive(element);
    send(step.reply());
    if (step.account() != null) {
      account = step.account();
      state = State.AUTHENTICATED;
    } else if (step.isLast()) {
      disconnect(
          new StreamError(Condition.POLICY_VIOLATION, "Too many failed logins"),
          DisconnectReason.LOGIN_FAILED);
    }
  }

  private void bind(XmlElement iq) {
    XmlElement bind = iq.child(Namespaces.BIND, "bind").orElse(null);
    if (!iq.is(Namespaces.CLIENT, "iq") || !"set".equals(iq.attribute("type")) || bind == null) {
      protocolError(Condition.NOT_AUTHORIZED, "Bind a resource first (RFC 6120, section 7.1)");
      return;
    }
    String wanted = bind.child(Namespaces.BIND, "resource").map(XmlElement::text).orElse("");
    try {
      bind(wanted.isEmpty() ? UUID.randomUUID().toString() : wanted);
    } catch (StanzaException e) {
      send(
          XmlElement.builder(Namespaces.CLIENT, "iq")
              .attribute("type", "error")
              .attribute("id", iq.attribute("id"))
              .add(e.error().toXml())
              .build());
      return;
    }
    state = State.BOUND;
    send(
        XmlElement.builder(Namespaces.CLIENT, "iq")
            .attribute("type", "result")
            .attribute("id", iq.attribute("id"))
            .add(
                XmlElement.builder(Namespaces.BIND, "bind")
                    .add(XmlElement.builder(Namespaces.BIND, "jid").text(jid().toString())))
            .build());
    log.debug("{} has logged in", this);
  }

  private void bind(String resource) {
    Jid full = Jid.of(account, domain, resource);
    jid = full;
    // RFC 6120, section 7.7.2.2, first way: the resource in use stays, the new one gets another.
    while (!registry.bind(full, this)) {
      full = Jid.of(account, domain, resource + "-" + UUID.randomUUID().toString().substring(0, 8));
      jid = full;
    }
    if (ended.get()) {
      // Ended by another thread in between, which did not see the address yet.
      registry.release(full, this);
    }
  }

  private void handle(XmlElement stanza) {
    if (!Namespaces.CLIENT.equals(stanza.namespace()) || !STANZAS.contains(stanza.name())) {
      protocolError(
          Condition.UNSUPPORTED_STANZA_TYPE,
          "'" + stanza.name() + "' of '" + stanza.namespace() + "' is no stanza");
      return;
    }
    Jid self = jid();
    String from = stanza.attribute("from");
    if (from != null && !from.equals(self.toString()) && !from.equals(self.bare().toString())) {
      protocolError(Condition.INVALID_FROM, "You are " + self + ", not " + from);
      return;
    }
    stanzas.handle(this, stanza.toBuilder().attribute("from", self.toString()).build());
  }

  private void features(XmlElement... features) {
    XmlElement.Builder all = XmlElement.builder(Namespaces.STREAMS, "features");
    for (XmlElement feature : features) {
      all.add(feature);
    }
    send(StreamXml.prefixed(all.build()));
  }

  private void protocolError(Condition condition, String text) {
    disconnect(new StreamError(condition, text), DisconnectReason.PROTOCOL_ERROR);
  }

  @Override
  public String toString() {
    Jid bound = jid;
    return bound == null ? peer().toString() : bound + " at " + peer().address();
  }
}
