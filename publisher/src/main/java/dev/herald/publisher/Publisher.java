package dev.herald.publisher;

import dev.herald.ParkedChange;
import dev.herald.Payload;
import dev.herald.PayloadSerializer;
import dev.herald.PubSub;
import dev.herald.Registration;
import dev.herald.Republication;
import dev.herald.UncommittedChange;
import dev.herald.publisher.bulk.BulkWatch;
import dev.herald.publisher.capture.EntityChangeListener;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.outbox.jdbc.JdbcOutbox;
import dev.herald.publisher.payload.EntityWriter;
import dev.herald.publisher.payload.ObjectPayload;
import dev.herald.publisher.registration.ClassRegistrations;
import dev.herald.publisher.registration.ExposureReport;
import dev.herald.publisher.registration.PermissionBeans;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.publisher.table.TableFill;
import dev.herald.publisher.table.TableTasks;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hibernate.SharedSessionContract;
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

  private final TransactionBinding transactions;
  private final PublisherMetrics metrics = new PublisherMetrics();
  private final PublishedEntities entities;
  private final OpeningNodes nodes;
  private final TableTasks tables;
  private final BulkWatch bulk;
  private final Outboxes outboxes;
  private final ObjectPayload payloads;
  private final Map<SessionFactoryImplementor, EntityChangeListener> listeners =
      new ConcurrentHashMap<>();

  /** What was registered before the start; guarded by this. */
  private final Map<Class<?>, ClassRegistrations> pending = new LinkedHashMap<>();

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
    this(target, settings, transactions, json, List.of());
  }

  /**
   * As the others, with serializers of the application.
   *
   * @param serializers are asked for the payload of an entity in this order, before Herald's own
   */
  public Publisher(
      NodePublisher target,
      PublisherSettings settings,
      TransactionBinding transactions,
      JsonMapper json,
      List<PayloadSerializer> serializers) {
    this(target, settings, transactions, json, serializers, PermissionBeans.NONE);
  }

  /**
   * As the others, with permissions of the application.
   *
   * @param permissions where those are that registrations name
   */
  public Publisher(
      NodePublisher target,
      PublisherSettings settings,
      TransactionBinding transactions,
      JsonMapper json,
      List<PayloadSerializer> serializers,
      PermissionBeans permissions) {
    this.transactions = transactions;
    this.payloads = new ObjectPayload(metrics::countReplacedCharacters, json);
    this.entities =
        new PublishedEntities(
            settings.application(),
            settings.maxItems(),
            new EntityWriter(payloads, serializers),
            permissions);
    TableFill fill = new TableFill(target, this::waiting, metrics);
    this.tables = new TableTasks(entities, fill, new Lanes());
    this.outboxes =
        new Outboxes(
            new TemplateNodes(target, entities, fill),
            settings,
            tables::toRefetch,
            tables::refetchNow,
            node -> entities.ofNode(node).map(PublishedEntity::coalescing),
            metrics);
    this.nodes = new OpeningNodes(target, entities, outboxes, fill, tables);
    this.bulk = new BulkWatch(entities, settings.bulk(), this::noticed);
  }

  /** Listens to a session factory and registers its entities that are {@code @Published}. */
  public synchronized void attach(EntityManagerFactory factory) {
    SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
    if (entities.isAttached(hibernate)) {
      return;
    }
    // Before anything is filled: what is saved meanwhile is heard, and replayed after it.
    listeners.put(
        hibernate,
        EntityChangeListener.attach(hibernate, entities, () -> outboxes.of(hibernate), metrics));
    bulk.attach(hibernate);
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
      pending.values().forEach(said -> resolved.addAll(entities.resolve(said)));
      pending.clear();
      started = true;
    }
    nodes.open(resolved);
    exposure().lines().forEach(log::info);
  }

  /** What is shown of which entity in which node, and to whom; of what is published by now. */
  public ExposureReport exposure() {
    return ExposureReport.of(entities.all());
  }

  @Override
  public void register(Class<?> entity) {
    say(entity, ClassRegistrations::addAnnotated);
  }

  @Override
  public void register(Class<?> entity, Consumer<Registration> options) {
    Registration registration = new Registration();
    options.accept(registration);
    say(entity, said -> said.add(registration));
  }

  private void say(Class<?> entity, Consumer<ClassRegistrations> what) {
    List<PublishedEntity> resolved;
    synchronized (this) {
      if (!started) {
        // The factories may not be there yet; a mistake is told when they are.
        what.accept(pending.computeIfAbsent(entity, ClassRegistrations::new));
        return;
      }
      ClassRegistrations said = new ClassRegistrations(entity);
      what.accept(said);
      resolved = entities.resolve(said);
    }
    nodes.open(resolved);
    ExposureReport.of(resolved).lines().forEach(log::info);
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

  @Override
  public Republication republish(Class<?> entity) {
    return tables.republish(published(entity), null);
  }

  @Override
  public Republication republish(Class<?> entity, Collection<?> ids) {
    return tables.republish(published(entity), ids);
  }

  private List<PublishedEntity> published(Class<?> entity) {
    List<PublishedEntity> all = entities.ofClass(entity);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          entity.getName()
              + " is not published, or not yet: register it and start, or name the superclass"
              + " whose node its rows are in");
    }
    return all;
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

  /** Whether the target has taken all that was committed until now, apart from what is parked. */
  public boolean isIdle() {
    return outboxes.isIdle();
  }

  /**
   * What the transaction that the calling thread is in would announce were it committed now, in its
   * order; it is flushed first, as at a commit. Rows that a bulk statement has changed are read
   * after the commit only, and not here.
   *
   * @return empty when the thread is in no transaction that Herald knows the session of
   */
  public Optional<List<UncommittedChange>> uncommitted() {
    List<UncommittedChange> all = new ArrayList<>();
    boolean within = false;
    for (SessionFactoryImplementor factory : outboxes.factories()) {
      SharedSessionContractImplementor session = transactions.session(factory);
      if (session != null) {
        within = true;
        all.addAll(uncommitted(session));
      }
    }
    return within ? Optional.of(all) : Optional.empty();
  }

  /**
   * As the other, of the transaction of a session.
   *
   * @throws IllegalArgumentException when the session's factory is not attached, or the session is
   *     in no transaction
   */
  public List<UncommittedChange> uncommitted(SharedSessionContract session) {
    SharedSessionContractImplementor known = (SharedSessionContractImplementor) session;
    EntityChangeListener listener = listeners.get(known.getFactory());
    if (listener == null) {
      throw new IllegalArgumentException(
          "Herald does not listen to the session factory '%s': attach it to this publisher"
              .formatted(known.getFactory().getName()));
    }
    if (!known.isTransactionInProgress()) {
      throw new IllegalArgumentException(
          "The session is in no transaction, so that there is nothing in it to commit");
    }
    return listener.uncommitted(known);
  }

  /** Waits some seconds for what has been committed to leave. */
  @Override
  public void close() {
    outboxes.close();
    tables.close();
  }

  private void add(Change change) {
    for (SessionFactoryImplementor factory : outboxes.factories()) {
      SharedSessionContractImplementor session = transactions.session(factory);
      EntityChangeListener listener = listeners.get(factory);
      if (session != null && listener != null) {
        listener.add(session, change);
        return;
      }
    }
    Outbox outbox = alone();
    if (!transactions.afterCommit(() -> addCommitted(outbox, change))) {
      outbox.add(change);
    }
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

  private Set<String> waiting(PublishedEntity entity, String node) {
    return outboxes.of(entity.factory()).waiting(node);
  }

  /** A bulk statement has been executed: what it has done is looked for after the commit. */
  private void noticed(SharedSessionContractImplementor session, Set<PublishedEntity> changed) {
    EntityChangeListener listener = listeners.get(session.getFactory());
    for (PublishedEntity entity : changed) {
      Change refetch = new Change.Refetch(entity.node());
      if (listener != null && session.isTransactionInProgress()) {
        listener.add(session, refetch);
      } else {
        outboxes.of(entity.factory()).add(refetch);
      }
    }
  }

  private final class Lanes implements TableTasks.Lanes {

    @Override
    public void whenEmpty(PublishedEntity entity, String node, Runnable task) {
      outboxes.of(entity.factory()).refillWhenEmpty(node, task);
    }

    @Override
    public void refetch(PublishedEntity entity, String node) {
      outboxes.of(entity.factory()).add(new Change.Refetch(node));
    }
  }
}
