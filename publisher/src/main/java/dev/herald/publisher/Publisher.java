package dev.herald.publisher;

import dev.herald.ParkedChange;
import dev.herald.Payload;
import dev.herald.PubSub;
import dev.herald.Registration;
import dev.herald.publisher.capture.EntityChangeListener;
import dev.herald.publisher.capture.TableFill;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.outbox.jdbc.JdbcOutbox;
import dev.herald.publisher.payload.ObjectPayload;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes the entities of session factories, and anything else. {@link #attach} the factories,
 * then {@link #start}; this class only puts the parts together.
 */
public final class Publisher implements PubSub, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  private static final long FILL_SECONDS = 60;

  private final NodePublisher target;
  private final TransactionBinding transactions;
  private final PublisherMetrics metrics = new PublisherMetrics();
  private final PublishedEntities entities;
  private final TableFill fill;
  private final Outboxes outboxes;
  private final ObjectPayload payloads;

  /** What was registered before the start; guarded by this. */
  private final Map<Class<?>, Registration> pending = new LinkedHashMap<>();

  private boolean started;

  public Publisher(
      NodePublisher target, PublisherSettings settings, TransactionBinding transactions) {
    this(target, settings, transactions, JsonMapper.builder().findAndAddModules().build());
  }

  /**
   * As the other, with a JSON mapper of the application.
   *
   * @param json writes what is published as {@link Payload#json}
   */
  public Publisher(
      NodePublisher target,
      PublisherSettings settings,
      TransactionBinding transactions,
      JsonMapper json) {
    this.target = target;
    this.transactions = transactions;
    this.entities = new PublishedEntities(settings.application(), settings.maxItems());
    this.fill = new TableFill(target, metrics);
    this.outboxes = new Outboxes(target, settings, this::refill, metrics);
    this.payloads = new ObjectPayload(metrics::countReplacedCharacters, json);
  }

  /** Listens to a session factory and registers its entities that are {@code @Published}. */
  public synchronized void attach(EntityManagerFactory factory) {
    SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
    if (entities.isAttached(hibernate)) {
      return;
    }
    // Before anything is filled: what is saved meanwhile is heard, and replayed after it.
    EntityChangeListener.attach(hibernate, entities, () -> outboxes.of(hibernate), metrics);
    entities.attach(hibernate).forEach(this::register);
  }

  /**
   * Creates the nodes of what has been registered so far and fills those that are empty; waits for
   * that, for a minute at most.
   *
   * @throws IllegalArgumentException when something registered is no mapped entity, or has
   *     attributes that look like secrets
   */
  public void start() {
    List<PublishedEntity> resolved = new ArrayList<>();
    synchronized (this) {
      pending.forEach((type, options) -> resolved.add(entities.resolve(type, options)));
      pending.clear();
      started = true;
    }
    open(resolved);
  }

  @Override
  public void register(Class<?> entity) {
    PublishedEntity resolved;
    synchronized (this) {
      if (!started) {
        // The factories may not be there yet; a mistake is told when they are. What has been said
        // about the class already knows its annotation, and more.
        pending.putIfAbsent(entity, Registration.of(entity));
        return;
      }
      if (entities.ofClass(entity).isPresent()) {
        return;
      }
      resolved = entities.resolve(entity, Registration.of(entity));
    }
    open(List.of(resolved));
  }

  @Override
  public void register(Class<?> entity, Consumer<Registration> options) {
    Registration registration = Registration.of(entity);
    options.accept(registration);
    PublishedEntity resolved;
    synchronized (this) {
      if (!started) {
        pending.put(entity, registration);
        return;
      }
      PublishedEntity published = entities.ofClass(entity).orElse(null);
      if (published != null) {
        requireSame(entity, published.registration(), registration);
        return;
      }
      resolved = entities.resolve(entity, registration);
    }
    open(List.of(resolved));
  }

  /** To ignore the options would publish what they exclude. */
  private static void requireSame(Class<?> entity, Registration first, Registration second) {
    if (!first.equals(second)) {
      throw new IllegalArgumentException(
          "%s is published already, with %s; it cannot be registered again with %s: register it"
                  .formatted(entity.getName(), first, second)
              + " with its options before the start, or use @Published for them");
    }
  }

  @Override
  public String publish(String node, Object payload) {
    return publish(node, UUID.randomUUID().toString(), payload);
  }

  @Override
  public String publish(String node, String itemId, Object payload) {
    Names.require(node, "node");
    Names.require(itemId, "item id");
    XmlElement element = payloads.of(Payload.of(payload));
    add(new Change.Publish(node, itemId, XmlFragment.of(element)));
    return itemId;
  }

  @Override
  public void retract(String node, String itemId) {
    add(new Change.Retract(Names.require(node, "node"), Names.require(itemId, "item id")));
  }

  public PublisherMetrics metrics() {
    return metrics;
  }

  /** The oldest of what could not be announced and waits in a database to be {@link #resend}t. */
  public List<ParkedChange> parked(int most) {
    return outboxes.inDatabases().stream().flatMap(o -> o.parked(most).stream()).toList();
  }

  /**
   * Sends parked changes again. One whose payload could not be written has none, and is parked
   * again: its row has to be saved once more.
   */
  public void resend(Collection<ParkedChange> changes) {
    outboxes.inDatabases().forEach(outbox -> outbox.resend(changes));
  }

  /** How many changes wait in databases. */
  public long waiting() {
    return outboxes.inDatabases().stream().mapToLong(JdbcOutbox::waiting).sum();
  }

  /** Waits some seconds for what has been committed to leave. */
  @Override
  public void close() {
    outboxes.close();
  }

  private void add(Change change) {
    for (SessionFactoryImplementor factory : outboxes.factories()) {
      SharedSessionContractImplementor session = transactions.session(factory);
      if (session != null && addWithin(outboxes.of(factory), session, change)) {
        return;
      }
    }
    Outbox outbox = alone();
    if (!transactions.afterCommit(() -> addCommitted(outbox, change))) {
      outbox.add(change);
    }
  }

  private boolean addWithin(
      Outbox outbox, SharedSessionContractImplementor session, Change change) {
    return outbox.addWithin(
            session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection(), change)
        && transactions.afterCommit(() -> outbox.committed(change.node()));
  }

  /** For what is in no transaction, or in one of something else. */
  private Outbox alone() {
    List<JdbcOutbox> inDatabases = outboxes.inDatabases();
    return inDatabases.isEmpty() ? outboxes.inMemory() : inDatabases.get(0);
  }

  /** The transaction is committed, so there is nobody left who could be told by an exception. */
  private void addCommitted(Outbox outbox, Change change) {
    try {
      outbox.add(change);
    } catch (IllegalStateException e) {
      metrics.countFailed();
      log.error("Item '{}' of '{}' is lost", change.itemId(), change.node(), e);
    }
  }

  private void open(List<PublishedEntity> resolved) {
    CountDownLatch filled = new CountDownLatch(resolved.size());
    for (PublishedEntity entity : resolved) {
      // Before a save needs it: its tables may be missing.
      outboxes.of(entity.factory());
      target.createNode(entity.node(), new NodeOptions(entity.maxItems(), true));
      // Asked before the first save can be heard, as that would make the node look filled.
      boolean empty = target.itemIds(entity.node()).isEmpty();
      if (!entities.add(entity) || !empty) {
        filled.countDown();
      } else {
        outboxes
            .of(entity.factory())
            .inLane(
                entity.node(),
                () -> {
                  fillOrLater(entity);
                  filled.countDown();
                });
      }
      log.info("{} is published to '{}'", entity.persister().getEntityName(), entity.node());
    }
    try {
      if (!filled.await(FILL_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Filling nodes from their tables takes longer than {} s", FILL_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A table that cannot be read must not keep what is saved or published from its node. */
  private void fillOrLater(PublishedEntity entity) {
    try {
      fill.fill(entity);
    } catch (PersistenceException e) {
      log.warn("{} cannot be read; '{}' is filled when it can", entity.name(), entity.node(), e);
      outboxes.of(entity.factory()).refillWhenEmpty(entity.node(), refill(entity.node()));
    }
  }

  private Runnable refill(String node) {
    return () -> entities.ofNode(node).ifPresent(fill::refill);
  }
}
