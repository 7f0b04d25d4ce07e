package dev.herald.embedded;

import dev.herald.Registration;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.sasl.Accounts;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Sets up Herald. Unless said otherwise nodes are in memory, clients log in anonymously where that
 * is allowed and may read, and the outbox is in the entities' database.
 */
public final class HeraldBuilder {

  private final List<EntityManagerFactory> factories = new ArrayList<>();
  private final Map<Class<?>, Consumer<Registration>> registrations = new LinkedHashMap<>();
  private PublisherSettings publisher = PublisherSettings.DEFAULT;
  private ServerSettings server = ServerSettings.defaults();
  private UnaryOperator<NodePublisher> way = UnaryOperator.identity();
  private NodeStore store = new MemoryNodeStore();
  private Accounts accounts = (name, password) -> false;
  private Authorization authorization = ClientRights.READ_ONLY;

  HeraldBuilder() {}

  /** Publishes the entities of a session factory that are {@code @Published} or registered. */
  public HeraldBuilder entities(EntityManagerFactory factory) {
    factories.add(factory);
    return this;
  }

  /** Publishes an entity without the annotation. */
  public HeraldBuilder register(Class<?> entity, Consumer<Registration> options) {
    registrations.put(entity, options);
    return this;
  }

  /** The first part of the entities' nodes; by default the last part of their packages. */
  public HeraldBuilder application(String name) {
    publisher = publisher.withApplication(name);
    return this;
  }

  /** Where changes wait, and whether the tables for that are made. */
  public HeraldBuilder outbox(OutboxKind kind, InitializeOutbox initialize) {
    publisher = publisher.withOutbox(kind).withInitialize(initialize);
    return this;
  }

  /** Addresses and limits of the server. */
  public HeraldBuilder server(ServerSettings settings) {
    server = settings;
    return this;
  }

  /** Who may log in by name and password. */
  public HeraldBuilder accounts(Accounts known) {
    accounts = known;
    return this;
  }

  /** Where nodes are kept. */
  public HeraldBuilder store(NodeStore nodes) {
    store = nodes;
    return this;
  }

  /**
   * What stands before the server's nodes, on the way from the outbox: the recorder of a test.
   *
   * @param passing given the nodes, answers what is published to in their place
   */
  public HeraldBuilder through(UnaryOperator<NodePublisher> passing) {
    way = passing;
    return this;
  }

  /** What clients may do. */
  public HeraldBuilder authorization(Authorization rights) {
    authorization = rights;
    return this;
  }

  /**
   * Starts: when this returns, the nodes are there, and filled from their tables.
   *
   * @throws IllegalArgumentException when something registered is no mapped entity, or has
   *     attributes that look like secrets
   * @throws IllegalStateException when the outbox's tables are not there
   */
  public Herald start() {
    XmppServer running = new XmppServer(server, accounts, authorization, store);
    Publisher publishing =
        new Publisher(
            way.apply(new InProcessNodePublisher(running.pubSub())),
            publisher,
            TransactionBinding.NONE);
    Herald herald = new Herald(running, publishing);
    try {
      registrations.forEach(publishing::register);
      factories.forEach(publishing::attach);
      publishing.start();
      return herald;
    } catch (RuntimeException e) {
      herald.close();
      throw e;
    }
  }
}
