package dev.herald.server;

import dev.herald.server.bosh.BoshEndpoint;
import dev.herald.server.disco.Disco;
import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.disco.DiscoNodes.Line;
import dev.herald.server.disco.DiscoNodes.Lines;
import dev.herald.server.disco.Identity;
import dev.herald.server.messaging.EmptyRoster;
import dev.herald.server.messaging.Users;
import dev.herald.server.ping.Ping;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.Readers;
import dev.herald.server.pubsub.stanza.ApprovalMessages;
import dev.herald.server.pubsub.stanza.ArchiveHandler;
import dev.herald.server.pubsub.stanza.CommandNodes;
import dev.herald.server.pubsub.stanza.PendingCommand;
import dev.herald.server.pubsub.stanza.PubSubHandler;
import dev.herald.server.pubsub.stanza.PubSubNodes;
import dev.herald.server.pubsub.stanza.PubSubNotifier;
import dev.herald.server.pubsub.stanza.PubSubOwnerHandler;
import dev.herald.server.pubsub.stanza.Shim;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.registration.Registration;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.server.routing.LegacySession;
import dev.herald.server.routing.Service;
import dev.herald.server.routing.StanzaRouter;
import dev.herald.server.sasl.AccountStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.Login;
import dev.herald.server.sasl.SaslMechanisms;
import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.session.Components;
import dev.herald.server.session.Connection;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionHost;
import dev.herald.server.session.SessionRegistry;
import dev.herald.server.version.SoftwareVersion;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An XMPP server with a PubSub service, without a socket: transports bring connections. This class
 * only puts the parts together.
 */
public final class XmppServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(XmppServer.class);

  /** How many nodes are written at once, by a store that waits: as many connections are in use. */
  private static final int STORING = 4;

  /** How many nodes may wait for that; requests of more are refused. */
  private static final int STORING_WAITING = 10_000;

  private static final int END_SECONDS = 5;

  /** How often it is asked what other processes have changed. */
  private static final long POLL_MILLIS = 250;

  /** How often expired items and subscriptions are looked for; nobody sees them before. */
  private static final long EXPIRE_SECONDS = 10;

  /** How often change logs are looked through for what is too old. */
  private static final long SWEEP_SECONDS = 60;

  /** So many pages of changes fit into what may wait for a client. */
  private static final int PAGES_WAITING = 4;

  private final ServerSettings settings;
  private final SessionRegistry sessions;
  private final PubSubService pubSub;
  private final SessionHost host;
  private final BoshEndpoint bosh;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> daemon(task, "herald-timer"));
  private final ThreadPoolExecutor logins;
  private final ThreadPoolExecutor storing;

  /** A server whose accounts are the application's, with a check of passwords and no more. */
  public XmppServer(
      ServerSettings settings, Accounts accounts, Authorization authorization, NodeStore store) {
    this(
        settings,
        SaslSettings.of(settings.domain()).withAccounts(accounts),
        Optional.empty(),
        authorization,
        store);
  }

  /**
   * Puts a server together.
   *
   * @param sasl how clients log in
   * @param registration where clients may register accounts by themselves (XEP-0077), if they may
   */
  public XmppServer(
      ServerSettings settings,
      SaslSettings sasl,
      Optional<AccountStore> registration,
      Authorization authorization,
      NodeStore store) {
    this.settings = settings;
    // What waits for a BOSH client is mostly cancelled, and would keep its session until then.
    timer.setRemoveOnCancelPolicy(true);
    int processors = Runtime.getRuntime().availableProcessors();
    this.logins =
        new ThreadPoolExecutor(
            processors,
            processors,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.streams().pendingLogins()),
            task -> daemon(task, "herald-login"));
    logins.allowCoreThreadTimeOut(true);
    this.storing =
        new ThreadPoolExecutor(
            STORING,
            STORING,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(STORING_WAITING),
            task -> daemon(task, "herald-store"));
    storing.allowCoreThreadTimeOut(true);
    this.sessions = new SessionRegistry(settings.streams());
    Jid domain = Jid.parse(settings.domain());
    Jid service = Jid.parse(settings.service());
    Users users = new Users(sessions);
    Readers readers = new Readers(ofClients(authorization, domain.domain()), this::online);
    AsyncPubSub async =
        new AsyncPubSub(
            store,
            readers,
            settings.pubSub(),
            new PubSubNotifier(service, sessions, users::show, readers),
            storing);
    this.pubSub = new PubSubService(async);
    users.onAvailable(async.lastItems()::onPresence);
    users.onUnavailable(
        jid -> async.departures().unavailable(jid, !isAvailable(users, jid.bare())));
    sessions.onUnbound(
        jid -> async.departures().gone(jid, sessions.addressed(jid.bare()).isEmpty()));
    Map<String, String> software =
        Map.of("software", SoftwareVersion.NAME, "software_version", SoftwareVersion.VERSION);
    Registration registering =
        registration
            .map(accounts -> new Registration(settings.domain(), accounts, sessions))
            .orElse(null);
    List<IqHandler> serverHandlers =
        new ArrayList<>(
            List.of(new Ping(), new SoftwareVersion(), new EmptyRoster(), new LegacySession()));
    if (registering != null) {
      serverHandlers.add(registering);
    }
    Disco serverDisco =
        Disco.of(
            serverHandlers,
            new Identity("server", "im", "Herald"),
            software,
            new ServerItems(service));
    Disco pubSubDisco =
        Disco.of(
            List.of(
                new PubSubHandler(async, jid -> !sessions.addressed(jid).isEmpty()),
                new PubSubOwnerHandler(async, jid -> !sessions.addressed(jid).isEmpty()),
                new PendingCommand(async.approvals()),
                new ArchiveHandler(async, sessions, settings.outboundBytes() / PAGES_WAITING),
                new Ping(),
                new SoftwareVersion()),
            new Identity("pubsub", "service", "Herald PubSub"),
            software,
            new CommandNodes(service, new Shim(new PubSubNodes(service, async))));
    StanzaRouter router =
        new StanzaRouter(
            new Service(domain, serverDisco.handlers()),
            List.of(
                new Service(
                    service,
                    pubSubDisco.handlers(),
                    Optional.of(new ApprovalMessages(async.approvals())))),
            sessions,
            users);
    this.host =
        new SessionHost(
            settings.domain(),
            settings.streams(),
            settings.outboundBytes(),
            sessions,
            new SaslMechanisms(sasl.withAnonymous(settings.anonymous())),
            router,
            logins,
            registering,
            List.of(serverDisco.streamFeature()));
    this.bosh =
        new BoshEndpoint(
            settings.xml(), settings.bosh(), settings.outboundBytes(), this::accept, timer);
    long period = Math.min(1_000, settings.streams().loginTimeout().toMillis() / 4 + 1);
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(sessions::tick, period, period, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> unusedSweep =
        timer.scheduleWithFixedDelay(
            background("Looking through the change logs", async::sweep),
            SWEEP_SECONDS,
            SWEEP_SECONDS,
            TimeUnit.SECONDS);
    ScheduledFuture<?> unusedExpiry =
        timer.scheduleWithFixedDelay(
            background("Looking for what has expired", () -> expire(async)),
            EXPIRE_SECONDS,
            EXPIRE_SECONDS,
            TimeUnit.SECONDS);
    if (store.isBlocking()) {
      ScheduledFuture<?> unusedToo =
          timer.scheduleWithFixedDelay(
              background("Looking for what other processes have changed", async::poll),
              POLL_MILLIS,
              POLL_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private List<Login> online(Jid jid) {
    return sessions.addressed(jid).stream().flatMap(s -> Stream.ofNullable(s.login())).toList();
  }

  private boolean isAvailable(Users users, Jid bareJid) {
    return sessions.addressed(bareJid).stream().anyMatch(s -> users.show(s.jid()) != null);
  }

  /**
   * An authorization that is asked about clients only, whose addresses are of this domain, also
   * when it is about subscriptions that are there already; components have been let in as a whole.
   */
  private static Authorization ofClients(Authorization authorization, String domain) {
    return (client, action, node) ->
        client.jid().domain().equals(domain)
            ? authorization.decide(client, action, node)
            : Authorization.Decision.ALLOW;
  }

  private void expire(AsyncPubSub async) {
    async.expire();
    async.departures().again(jid -> !sessions.addressed(jid).isEmpty());
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins a session on a new connection of any transport. */
  public Session accept(Connection connection) {
    return Session.accept(host, connection);
  }

  /** Begins the session of a component (XEP-0114). */
  public Session acceptComponent(Connection connection, Components components) {
    return Session.acceptComponent(host, connection, components);
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
    logins.shutdownNow();
    end();
  }

  /** The timer goes on when the store is busy, or the database away; it comes again. */
  private Runnable background(String what, Runnable task) {
    RepeatedWork work = new RepeatedWork(what, task, log, InstantSource.system());
    return () -> {
      try {
        storing.execute(work);
      } catch (RejectedExecutionException e) {
        log.debug("The store is busy, or the server ends", e);
      }
    };
  }

  /**
   * What was asked for is stored. Whatever takes longer is left alone: a database in a file may be
   * closed for the whole process when a thread that writes to it is interrupted, as H2's is. What
   * has not begun by then is refused.
   */
  private void end() {
    storing.shutdown();
    try {
      if (!storing.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        pubSub.async().end();
        List<Runnable> waiting = new ArrayList<>();
        storing.getQueue().drainTo(waiting);
        // Whoever waits for an answer gets one, without a wait for it here.
        daemon(() -> waiting.forEach(Runnable::run), "herald-end").start();
        log.warn(
            "The store has not come to an end within {} s: {} nodes still write, {} that wait are refused",
            END_SECONDS,
            storing.getActiveCount(),
            waiting.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server lists its PubSub service, which is how clients find it (XEP-0060, section 5.1). */
  private record ServerItems(Jid service) implements DiscoNodes {

    @Override
    public CompletableFuture<Lines> items(IqRequest request) {
      return CompletableFuture.completedFuture(
          Lines.all(
              List.of(
                  new Line(service.toString(), Optional.empty(), Optional.of("Herald PubSub")))));
    }

    @Override
    public CompletableFuture<Lines> items(IqRequest request, String node) {
      throw notFound(node);
    }

    @Override
    public CompletableFuture<Info> info(IqRequest request, String node) {
      throw notFound(node);
    }

    private static StanzaException notFound(String node) {
      return new StanzaException(Condition.ITEM_NOT_FOUND, "The server has no node '" + node + "'");
    }
  }
}
