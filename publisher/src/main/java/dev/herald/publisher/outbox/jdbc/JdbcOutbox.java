package dev.herald.publisher.outbox.jdbc;

import dev.herald.ParkedChange;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.publisher.outbox.NodeWindows;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.outbox.TransactionOutbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outbox in the database of the entities. What a transaction changes and what is to be announced
 * of it are committed together; after a crash the next process goes on where this one was.
 */
public final class JdbcOutbox implements Outbox {

  private static final Logger log = LoggerFactory.getLogger(JdbcOutbox.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final OutboxTable table;
  private final NodeLeases leases;
  private final JdbcDispatcher dispatcher;

  private JdbcOutbox(
      OutboxDatabase database,
      OutboxDialect dialect,
      Duration lease,
      NodeWindows windows,
      NodePublisher target,
      Consumer<String> refetch,
      PublisherMetrics metrics) {
    this.table = new OutboxTable(database, dialect);
    this.leases = new NodeLeases(database, dialect, lease);
    this.dispatcher = new JdbcDispatcher(table, leases, windows, target, refetch, metrics);
  }

  /**
   * The outbox in a database, whose tables are made if they are to be; empty when it is neither H2
   * nor PostgreSQL.
   *
   * @param lease after which time another process takes over from one that has ended
   * @param refetch compares a node with its table, in the node's lane
   * @throws IllegalStateException when the tables are not there
   */
  public static Optional<JdbcOutbox> in(
      ConnectionProvider connections,
      InitializeOutbox initialize,
      Duration lease,
      NodeWindows windows,
      NodePublisher target,
      Consumer<String> refetch,
      PublisherMetrics metrics) {
    OutboxDatabase database = new OutboxDatabase(connections);
    Optional<OutboxDialect> dialect =
        database.transact("Looking at the database", OutboxDialect::of);
    return dialect.map(
        known -> {
          new OutboxSchema(database, known).initialize(initialize);
          JdbcOutbox outbox =
              new JdbcOutbox(database, known, lease, windows, target, refetch, metrics);
          outbox.dispatcher.start(lease);
          return outbox;
        });
  }

  @Override
  public TransactionOutbox begin() {
    return new JdbcTransaction(dispatcher::committed);
  }

  @Override
  public void add(Change change) {
    table.add(change);
    committed(change.node());
  }

  @Override
  public void inLane(String node, Runnable task, Runnable elsewhere) {
    dispatcher.first(node, new JdbcLane.Task(task, elsewhere));
  }

  @Override
  public void refillWhenEmpty(String node, Runnable task) {
    dispatcher.whenEmpty(node, task);
  }

  /** Looks at a node at once: a transaction that has added to it is committed. */
  private void committed(String node) {
    dispatcher.committed(node, false);
  }

  @Override
  public boolean isIdle() {
    // The rows first: they go when the target has them, and what comes before rows keeps its lane.
    return table.waiting() == 0 && dispatcher.isIdle();
  }

  @Override
  public Set<String> waiting(String node) {
    return table.items(node);
  }

  /** How many changes wait, in this process or in others. */
  public long waiting() {
    return table.waiting();
  }

  /** The oldest of what is parked. */
  public List<ParkedChange> parked(int most) {
    return table.parked(most);
  }

  /** Sends what is parked again; what is not parked here is left out. */
  public void resend(Collection<ParkedChange> changes) {
    table.resend(changes);
    changes.forEach(change -> committed(change.node()));
  }

  @Override
  public void close() {
    if (!dispatcher.drain(CLOSE)) {
      log.warn("Not all was announced before the end; the rest is after the next start");
    }
    dispatcher.stop();
    try {
      leases.releaseAll();
    } catch (OutboxException e) {
      log.debug("The leases end by themselves", e);
    }
  }
}
