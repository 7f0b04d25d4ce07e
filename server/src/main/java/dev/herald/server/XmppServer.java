package dev.herald.server;

import dev.herald.server.bosh.BoshEndpoint;
import dev.herald.server.disco.Disco;
import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.disco.DiscoNodes.Line;
import dev.herald.server.ping.Ping;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.NodeStore;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.stanza.PubSubHandler;
import dev.herald.server.pubsub.stanza.PubSubNodes;
import dev.herald.server.pubsub.stanza.PubSubNotifier;
import dev.herald.server.pubsub.stanza.PubSubOwnerHandler;
import dev.herald.server.routing.LegacySession;
import dev.herald.server.routing.Service;
import dev.herald.server.routing.StanzaRouter;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.SaslMechanisms;
import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.session.Connection;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.StreamError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An XMPP server with a PubSub service, without a socket: transports bring connections. This class
 * only puts the parts together.
 */
public final class XmppServer implements AutoCloseable {

  private final ServerSettings settings;
  private final SessionRegistry sessions;
  private final PubSubService pubSub;
  private final SaslMechanisms mechanisms;
  private final StanzaRouter router;
  private final BoshEndpoint bosh;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "herald-timer");
            thread.setDaemon(true);
            return thread;
          });

  public XmppServer(
      ServerSettings settings, Accounts accounts, Authorization authorization, NodeStore store) {
    this.settings = settings;
    this.sessions = new SessionRegistry(settings.maxSessions());
    Jid domain = Jid.parse(settings.domain());
    Jid service = Jid.parse(settings.service());
    this.pubSub =
        new PubSubService(
            store, authorization, settings.pubSub(), new PubSubNotifier(service, sessions));
    sessions.onUnbound(pubSub::gone);
    this.mechanisms =
        new SaslMechanisms(
            SaslSettings.of(settings.domain())
                .withAccounts(accounts)
                .withAnonymous(settings.anonymous()));
    this.router =
        new StanzaRouter(
            new Service(
                domain,
                Disco.with(
                    List.of(new Ping(), new LegacySession()),
                    "server",
                    "im",
                    "Herald",
                    new ServerItems(service))),
            List.of(
                new Service(
                    service,
                    Disco.with(
                        List.of(
                            new PubSubHandler(pubSub, jid -> sessions.find(jid).isPresent()),
                            new PubSubOwnerHandler(pubSub),
                            new Ping()),
                        "pubsub",
                        "service",
                        "Herald PubSub",
                        new PubSubNodes(service, pubSub)))));
    this.bosh = new BoshEndpoint(settings.xml(), settings.outboundBytes(), this::accept, timer);
  }

  /** Begins a session on a new connection of any transport. */
  public Session accept(Connection connection) {
    Session session = Session.accept(settings.domain(), connection, sessions, mechanisms, router);
    try {
      ScheduledFuture<?> unused =
          timer.schedule(
              () -> {
                if (session.boundJid() == null) {
                  session.disconnect(
                      new StreamError(
                          StreamError.Condition.CONNECTION_TIMEOUT,
                          "No login within the time for it"),
                      DisconnectReason.LOGIN_TIMEOUT);
                }
              },
              settings.loginTimeout().toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      session.disconnect(
          new StreamError(StreamError.Condition.SYSTEM_SHUTDOWN, "The server stops"),
          DisconnectReason.SHUTDOWN);
    }
    return session;
  }

  /** Begins a stream on a WebSocket (RFC 7395). */
  public WebSocketStream accept(WebSocketChannel channel) {
    return new WebSocketStream(channel, settings.xml(), this::accept);
  }

  /** Where HTTP requests of BOSH go. */
  public BoshEndpoint bosh() {
    return bosh;
  }

  public PubSubService pubSub() {
    return pubSub;
  }

  public SessionRegistry sessions() {
    return sessions;
  }

  public ServerSettings settings() {
    return settings;
  }

  /** Ends all streams with {@code system-shutdown}. */
  @Override
  public void close() {
    sessions.shutdown();
    timer.shutdownNow();
  }

  /** The server lists its PubSub service, which is how clients find it (XEP-0060, section 5.1). */
  private record ServerItems(Jid service) implements DiscoNodes {

    @Override
    public List<Line> items() {
      return List.of(new Line(service.toString(), Optional.empty(), Optional.of("Herald PubSub")));
    }

    @Override
    public List<Line> items(String node) {
      throw notFound(node);
    }

    @Override
    public String nodeType(String node) {
      throw notFound(node);
    }

    private static StanzaException notFound(String node) {
      return new StanzaException(Condition.ITEM_NOT_FOUND, "The server has no node '" + node + "'");
    }
  }
}
