package dev.herald.netty;

import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.InboundStream;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.StreamHeader;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlStreamException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's stream of the web, and the one over TCP that is behind it: each element is handed on
 * as it comes. Who does not read is not written to: the other side is not read from meanwhile. When
 * one side is gone, so is the other; what was lost without an end is left without one, since it may
 * be resumed (XEP-0198).
 */
final class BridgedStream implements InboundStream {

  private static final Logger log = LoggerFactory.getLogger(BridgedStream.class);

  /** What the server may take to end its stream, once its client has. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private enum State {
    NEW,
    CONNECTING,
    OPEN,
    /** The client has ended its stream, and the server not yet its own. */
    CLOSING,
    ENDED
  }

  private final BridgedStreams all;
  private final Connection client;
  private final long congested;
  private final long begun = System.nanoTime();

  private State state = State.NEW;
  private boolean mayOpenAgain;
  private @Nullable ServerLink link;
  private volatile long clientHeard = begun;
  private volatile long serverHeard = begun;
  private long pinged;
  private boolean isPinged;
  private long stalled;
  private boolean isStalled;

  BridgedStream(BridgedStreams all, Connection client, long outboundBytes) {
    this.all = all;
    this.client = client;
    this.congested = Math.max(1, outboundBytes / 8);
  }

  Connection client() {
    return client;
  }

  @Override
  public synchronized void opened(StreamHeader header) {
    String domain = all.address().settings().domain();
    String to = header.to();
    if (state == State.NEW && to != null && !to.equalsIgnoreCase(domain)) {
      refuse(
          new StreamError(
              Condition.HOST_UNKNOWN, "This bridge leads to '" + domain + "', not '" + to + "'"),
          DisconnectReason.PROTOCOL_ERROR);
    } else if (state == State.NEW) {
      state = State.CONNECTING;
      all.connect(this, header);
    } else if (state == State.OPEN && mayOpenAgain && link != null) {
      mayOpenAgain = false;
      link.open(header);
    } else {
      protocolError(Condition.UNSUPPORTED_STANZA_TYPE, "The stream is open already");
    }
  }

  /** Whether it still waits for its connection to the server. */
  synchronized boolean isWaiting() {
    return state == State.CONNECTING;
  }

  /** The connection to the server is there, on its event loop; whether it is still wanted. */
  synchronized boolean connected(ServerLink made) {
    if (state != State.CONNECTING) {
      return false;
    }
    link = made;
    return true;
  }

  @Override
  public synchronized void received(XmlElement element) {
    ServerLink server = link;
    if (state == State.NEW || state == State.CONNECTING) {
      protocolError(
          Condition.NOT_AUTHORIZED, "Open the stream first, and wait for the server's features");
    } else if (state != State.OPEN || server == null) {
      log.debug("{} sends more after its end", this);
    } else if (!StreamTranslation.isForServer(element)) {
      protocolError(
          Condition.UNSUPPORTED_STANZA_TYPE,
          "'" + element.name() + "' of '" + element.namespace() + "' does not pass this bridge");
    } else if (!server.send(StreamTranslation.toServer(element))) {
      disconnect(
          new StreamError(Condition.RESOURCE_CONSTRAINT, "The server does not read what you send"),
          DisconnectReason.RATE_LIMIT);
    } else if (server.waiting() > congested) {
      client.suspend(true);
      server.whenDrained(() -> client.suspend(false));
    }
  }

  /**
   * How much a client may send is the server's to limit: what it does not read is not read here.
   */
  @Override
  public long heard(int count) {
    clientHeard = System.nanoTime();
    return 0;
  }

  @Override
  public void broken(XmlStreamException cause) {
    disconnect(cause.error(), DisconnectReason.PROTOCOL_ERROR);
  }

  @Override
  public synchronized void closed(Connection by, DisconnectReason reason) {
    if (reason == DisconnectReason.CLIENT_CLOSED && state == State.OPEN && link != null) {
      state = State.CLOSING;
      link.finish(GOODBYE);
      return;
    }
    boolean lost =
        reason == DisconnectReason.CONNECTION_LOST || reason == DisconnectReason.INACTIVE;
    end(null, reason, !lost);
  }

  /** It is the server that knows; a client that comes again without an end behind it may ask. */
  @Override
  public boolean isResumable() {
    return true;
  }

  @Override
  public synchronized void disconnect(@Nullable StreamError error, DisconnectReason reason) {
    // A client that does not read may do so again, and resume its stream.
    end(error, reason, reason != DisconnectReason.SLOW_CONSUMER);
  }

  private void protocolError(Condition condition, String text) {
    disconnect(new StreamError(condition, text), DisconnectReason.PROTOCOL_ERROR);
  }

  /** Ends a stream whose header has not been answered, which has to come first. */
  private void refuse(StreamError error, DisconnectReason reason) {
    client.open(all.address().settings().domain(), UUID.randomUUID().toString());
    end(error, reason, true);
  }

  void serverHeard() {
    serverHeard = System.nanoTime();
  }

  /** The server has answered the header. */
  synchronized void serverOpened(XmlElement header) {
    if (state == State.CONNECTING) {
      state = State.OPEN;
    }
    String from = header.attribute("from");
    String id = header.attribute("id");
    String lang = header.attribute("xml:lang");
    client.open(
        from == null ? all.address().settings().domain() : from,
        id == null ? UUID.randomUUID().toString() : id,
        lang == null ? "en" : lang);
  }

  synchronized void fromServer(XmlElement element) {
    if (state == State.ENDED) {
      return;
    }
    if (element.is(Namespaces.STREAMS, "error")) {
      if (state == State.CONNECTING) {
        client.open(all.address().settings().domain(), UUID.randomUUID().toString());
      }
      end(StreamTranslation.error(element), DisconnectReason.REMOTE_CLOSED, true);
      return;
    }
    if (element.is(Namespaces.SASL, "success")) {
      mayOpenAgain = true;
      client.restart();
    }
    client.send(StreamTranslation.toClient(element));
    ServerLink server = link;
    if (server != null && !isStalled && client.waiting() > congested) {
      isStalled = true;
      stalled = System.nanoTime();
      server.suspend(true);
      client.whenDrained(this::drained);
    }
  }

  private synchronized void drained() {
    isStalled = false;
    if (link != null) {
      link.suspend(false);
    }
  }

  synchronized void serverClosed() {
    if (state == State.CONNECTING) {
      serverFailed("It has closed the stream");
    } else {
      end(null, closingOr(DisconnectReason.REMOTE_CLOSED), true);
    }
  }

  /** The connection to the server is gone, without an end of the stream. */
  synchronized void serverLost() {
    if (state == State.CONNECTING) {
      serverFailed("It has closed the connection");
    } else {
      end(null, closingOr(DisconnectReason.REMOTE_LOST), false);
    }
  }

  /** There is no stream with the server, and this is why. */
  synchronized void serverFailed(String why) {
    if (state == State.ENDED) {
      return;
    }
    all.complain(why);
    // What is wrong is for the log: a client could learn of a network that it does not see.
    StreamError error =
        new StreamError(
            Condition.REMOTE_CONNECTION_FAILED, "The server behind this bridge cannot be used");
    if (state == State.CONNECTING) {
      refuse(error, DisconnectReason.REMOTE_LOST);
    } else {
      end(error, DisconnectReason.REMOTE_LOST, true);
    }
  }

  private DisconnectReason closingOr(DisconnectReason other) {
    return state == State.CLOSING ? DisconnectReason.CLIENT_CLOSED : other;
  }

  /** Looks after the times that a stream may be silent; called about every second. */
  synchronized void tick(long now, StreamLimits limits) {
    if (state == State.NEW) {
      if (isOver(begun, limits.loginTimeout(), now)) {
        disconnect(
            new StreamError(Condition.CONNECTION_TIMEOUT, "No stream within the time for it"),
            DisconnectReason.LOGIN_TIMEOUT);
      }
    } else if (state == State.OPEN) {
      // Who fetches, as by BOSH, takes all that waits, and may have said that it pauses.
      if (!client.findsSilentPeers()) {
        watchClient(now, limits);
      }
      if (link != null && isOver(serverHeard, limits.idleTimeout(), now)) {
        serverHeard = now;
        // RFC 6120, section 4.6.1: a connection that is dead shows by it.
        link.send(Outbound.of(" "));
      }
    }
  }

  private void watchClient(long now, StreamLimits limits) {
    if (isPinged && clientHeard - pinged > 0) {
      isPinged = false;
    }
    if (isStalled && isOver(stalled, limits.pingTimeout(), now)) {
      end(null, DisconnectReason.SLOW_CONSUMER, false);
    } else if (isPinged) {
      if (isOver(pinged, limits.pingTimeout(), now)) {
        end(null, DisconnectReason.IDLE_TIMEOUT, false);
      }
    } else if (isOver(clientHeard, limits.idleTimeout(), now)) {
      pinged = now;
      isPinged = true;
      client.ping();
    }
  }

  private static boolean isOver(long since, Duration limit, long now) {
    return now - since > limit.toNanos();
  }

  /**
   * Ends both streams, once.
   *
   * @param orderly whether the server is told the end of its stream; otherwise it is left as lost
   */
  private void end(@Nullable StreamError error, DisconnectReason reason, boolean orderly) {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    all.remove(this);
    if (reason == DisconnectReason.CLIENT_CLOSED || reason == DisconnectReason.CONNECTION_LOST) {
      log.debug("{} is gone: {}", this, reason.label());
    } else {
      log.info("{} is disconnected: {}{}", this, reason.label(), error == null ? "" : ", " + error);
    }
    if (link != null) {
      link.close(null, orderly);
    }
    client.close(error, reason);
  }

  @Override
  public String toString() {
    return client.peer() + " to " + all.address();
  }
}
