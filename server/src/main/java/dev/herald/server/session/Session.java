package dev.herald.server.session;

import dev.herald.server.sasl.Login;
import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream (RFC 6120): its {@link Negotiation}, then its stanzas, then its end. It does no I/O: a
 * transport gives it a {@link Connection} and tells it what came in. With stream management it
 * outlives its connection, and another one takes the place of that.
 *
 * <p>{@link #opened}, {@link #received}, {@link #heard} and {@link #broken} are for the transport,
 * one call at a time; everything else may be called by any thread.
 */
public final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final Set<String> STANZAS = Set.of("iq", "message", "presence");
  private static final byte[] NOBODY = {};

  /** A transport that cannot make its peer wait is left after a debt of this many nanoseconds. */
  private static final long MAX_DEBT = TimeUnit.SECONDS.toNanos(10);

  private final SessionHost host;
  private final Identity identity;
  private final RateLimit stanzas;
  private final RateLimit bytes;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Vigil vigil;
  private final StreamManagementRequests requests;
  private final String origin;

  private volatile Connection connection;
  private volatile @Nullable Session successor;
  private @Nullable Negotiation negotiation;
  private long debt;
  private volatile @Nullable Jid jid;
  private volatile @Nullable Login login;
  private volatile byte[] address = NOBODY;
  private volatile @Nullable StreamManagement management;

  private Session(SessionHost host, Connection connection, Identity identity) {
    long now = System.nanoTime();
    this.host = host;
    this.connection = connection;
    this.identity = identity;
    this.stanzas = new RateLimit(host.limits().stanzasPerSecond(), now);
    this.bytes = new RateLimit(host.limits().bytesPerSecond(), now);
    this.vigil = new Vigil(now);
    this.requests = new StreamManagementRequests(host, this);
    this.origin = connection.peer().network();
  }

  /**
   * Begins a client's session on a connection; when the server is full, the connection is closed.
   */
  public static Session accept(SessionHost host, Connection connection) {
    Session session = new Session(host, connection, Identity.CLIENT);
    session.negotiation = new StreamNegotiation(host, session);
    host.registry().add(session);
    return session;
  }

  /** Begins the session of a component (XEP-0114), which speaks for all addresses of a domain. */
  public static Session acceptComponent(SessionHost host, Connection connection, Components all) {
    Session session = new Session(host, connection, Identity.COMPONENT);
    session.negotiation = new ComponentNegotiation(session, all);
    host.registry().add(session);
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

  /** Who has logged in; null before that, and for a component. */
  public @Nullable Login login() {
    return login;
  }

  /** The full JID as the value of an attribute, escaped, in UTF-8; not to be changed. */
  public byte[] address() {
    return address;
  }

  /** Whether this is a component, which is addressed by any JID of its domain. */
  public boolean isComponent() {
    return identity == Identity.COMPONENT;
  }

  /** The peer has opened its stream, or opened it again after authentication. */
  public void opened(@Nullable String to) {
    Session next = successor;
    if (next != null) {
      next.opened(to);
      return;
    }
    synchronized (this) {
      if (ended.get()) {
        return;
      }
      Negotiation current = negotiation;
      if (current == null) {
        protocolError(Condition.UNSUPPORTED_STANZA_TYPE, "The stream is open already");
      } else {
        current.opened(to);
      }
    }
  }

  /** The peer has sent a complete top-level element. */
  public void received(XmlElement element) {
    Session next = successor;
    if (next != null) {
      next.received(element);
      return;
    }
    synchronized (this) {
      long now = System.nanoTime();
      owe(stanzas.spend(1, now));
      if (ended.get()) {
        return;
      }
      vigil.heard(now);
      Negotiation current = negotiation;
      if (current == null) {
        handle(element);
      } else {
        current.received(element);
      }
    }
  }

  /**
   * The peer has sent this many bytes, whatever they are.
   *
   * @return for how many nanoseconds the transport should not read, because the peer sends more
   *     than it may; one that cannot wait may go on, and the session ends when that goes too far
   */
  public long heard(int count) {
    Session next = successor;
    if (next != null) {
      return next.heard(count);
    }
    synchronized (this) {
      long now = System.nanoTime();
      vigil.heard(now);
      owe(bytes.spend(count, now));
      long pause = debt;
      debt = 0;
      return pause;
    }
  }

  private void owe(long nanos) {
    debt = Math.max(debt, nanos);
    if (nanos > MAX_DEBT) {
      disconnect(
          new StreamError(Condition.POLICY_VIOLATION, "You send more than is allowed in the time"),
          DisconnectReason.RATE_LIMIT);
    }
  }

  /** What the peer has sent cannot be read. */
  public void broken(XmlStreamException cause) {
    current().disconnect(cause.error(), DisconnectReason.PROTOCOL_ERROR);
  }

  /**
   * The peer has gone, or has closed its stream.
   *
   * @param by the connection that tells, which may not be this session's any more
   */
  public void closed(Connection by, DisconnectReason reason) {
    Session current = current();
    synchronized (current) {
      if (current.connection != by) {
        return;
      }
      StreamManagement sm = current.management;
      if (reason == DisconnectReason.CONNECTION_LOST
          && sm != null
          && sm.isResumable()
          && !current.ended.get()) {
        current.connection = new DetachedConnection(by.peer());
        current.vigil.detached(System.nanoTime());
        log.debug("{} may resume its stream", current);
        return;
      }
    }
    current.disconnect(null, reason);
  }

  /** Whether the loss of the connection would not be the end. */
  public boolean isResumable() {
    StreamManagement sm = current().management;
    return sm != null && sm.isResumable();
  }

  /** Ends the stream, from this side. Calls after the first do nothing. */
  public void disconnect(@Nullable StreamError error, DisconnectReason reason) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    host.registry().remove(this, reason);
    if (reason == DisconnectReason.CLIENT_CLOSED || reason == DisconnectReason.CONNECTION_LOST) {
      log.debug("{} is gone: {}", this, reason.label());
    } else {
      log.info("{} is disconnected: {}{}", this, reason.label(), error == null ? "" : ", " + error);
    }
    connection.close(error, reason);
  }

  public void send(XmlElement stanza) {
    send(Outbound.of(stanza));
  }

  /** Sends a stanza that has been written already. */
  public void send(Outbound stanza) {
    if (ended.get()) {
      return;
    }
    StreamManagement sm = management;
    if (sm == null) {
      connection.send(stanza);
      return;
    }
    boolean kept;
    synchronized (sm) {
      kept = sm.keep(stanza);
      if (kept) {
        connection.send(stanza);
        request(sm, false);
      }
    }
    if (!kept) {
      disconnect(
          new StreamError(Condition.POLICY_VIOLATION, "You do not acknowledge what is sent to you"),
          DisconnectReason.SLOW_CONSUMER);
    }
  }

  /** Looks after the times that a session may last; called about every second. */
  void tick(long now) {
    vigil.tick(this, host.limits(), connection, now);
    StreamManagement sm = management;
    if (sm != null) {
      synchronized (sm) {
        request(sm, true);
      }
    }
  }

  /** Asks for an acknowledgement, if it is time for that; under the lock of {@code sm}. */
  void request(StreamManagement sm, boolean idle) {
    Outbound request = sm.requestIfDue(idle);
    if (request != null) {
      connection.send(request);
    }
  }

  private void handle(XmlElement element) {
    if (StreamManagement.NAMESPACE.equals(element.namespace())) {
      requests.handle(element);
      return;
    }
    if (!Namespaces.CLIENT.equals(element.namespace()) || !STANZAS.contains(element.name())) {
      protocolError(
          Condition.UNSUPPORTED_STANZA_TYPE,
          "'" + element.name() + "' of '" + element.namespace() + "' is no stanza");
      return;
    }
    XmlElement stanza = identity.stamp(this, element);
    if (stanza != null) {
      host.stanzas().handle(this, stanza);
      StreamManagement sm = management;
      if (sm != null) {
        sm.handled();
      }
    }
  }

  /** Goes on on another connection; answers with the one that it takes the place of. */
  Connection moveTo(Connection next) {
    Connection replaced = connection;
    connection = next;
    vigil.heard(System.nanoTime());
    vigil.attached();
    return replaced;
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Whoever came on the new connection is the resumed session from now on. */
  void becomes(Session resumed) {
    successor = resumed;
    negotiation = null;
    ended.set(true);
    host.registry().forget(this);
  }

  private Session current() {
    Session next = successor;
    return next == null ? this : next.current();
  }

  void loggedIn(@Nullable Login who) {
    login = who;
  }

  /** Binds the address, if it is free, and ends the negotiation. */
  boolean bound(Jid full) {
    jid = full;
    StringBuilder escaped = new StringBuilder();
    XmlWriter.writeAttributeValue(full.toString(), escaped);
    address = escaped.toString().getBytes(StandardCharsets.UTF_8);
    if (!host.registry().bind(full, this)) {
      return false;
    }
    negotiation = null;
    if (ended.get()) {
      // Ended by another thread in between, which did not see the address yet.
      host.registry().release(full, this);
    }
    log.debug("{} has logged in", this);
    return true;
  }

  /** Does something that was begun for this session on another thread. */
  void later(Runnable task) {
    synchronized (this) {
      if (!ended.get()) {
        task.run();
      }
    }
  }

  /** Sends what is no stanza, and so is not counted by XEP-0198. */
  void write(String xml) {
    if (!ended.get()) {
      connection.send(Outbound.of(xml));
    }
  }

  /** Where its first connection came from, as limits count it. */
  String origin() {
    return origin;
  }

  Connection connection() {
    return connection;
  }

  @Nullable StreamManagement management() {
    return management;
  }

  void management(StreamManagement enabled) {
    management = enabled;
  }

  void protocolError(Condition condition, String text) {
    disconnect(new StreamError(condition, text), DisconnectReason.PROTOCOL_ERROR);
  }

  @Override
  public String toString() {
    Jid bound = jid;
    return bound == null ? peer().toString() : bound + " at " + peer().address();
  }
}
