package dev.herald.publisher;

import dev.herald.publisher.outbox.NodeWindows;
import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.JdbcOutbox;
import dev.herald.publisher.outbox.memory.MemoryOutbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox of each session factory: in its database, or one in memory for all others. */
final class Outboxes implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Outboxes.class);

  private final NodePublisher target;
  private final PublisherSettings settings;
  private final Function<String, Runnable> refill;
  private final Consumer<String> refetch;
  private final NodeWindows windows;
  private final PublisherMetrics metrics;

  // In the order in which they were opened; copied when it changes, and read by each transaction.
  private volatile Map<SessionFactoryImplementor, Outbox> byFactory = Map.of();
  private volatile @Nullable MemoryOutbox memory;

  Outboxes(
      NodePublisher target,
      PublisherSettings settings,
      Function<String, Runnable> refill,
      Consumer<String> refetch,
      NodeWindows windows,
      PublisherMetrics metrics) {
    this.target = target;
    this.settings = settings;
    this.refill = refill;
    this.refetch = refetch;
    this.windows = windows;
    this.metrics = metrics;
  }

  /**
   * The outbox for the entities of a factory.
   *
   * @throws IllegalStateException when it cannot be where the settings want it
   */
  Outbox of(SessionFactoryImplementor factory) {
    Outbox outbox = byFactory.get(factory);
    return outbox == null ? opened(factory) : outbox;
  }

  private synchronized Outbox opened(SessionFactoryImplementor factory) {
    Outbox outbox = byFactory.get(factory);
    if (outbox == null) {
      outbox = open(factory);
      Map<SessionFactoryImplementor, Outbox> more = new LinkedHashMap<>(byFactory);
      more.put(factory, outbox);
      byFactory = Collections.unmodifiableMap(more);
    }
    return outbox;
  }

  private Outbox open(SessionFactoryImplementor factory) {
    if (settings.outbox() == OutboxKind.MEMORY) {
      return memory("as herald.outbox=memory says");
    }
    Optional<JdbcOutbox> jdbc =
        factory.getSessionFactoryOptions().isMultiTenancyEnabled()
            ? Optional.empty()
            : JdbcOutbox.in(
                factory.getServiceRegistry().requireService(ConnectionProvider.class),
                settings.initialize(),
                settings.lease(),
                windows,
                target,
                refetch,
                metrics);
    if (jdbc.isPresent()) {
      return jdbc.get();
    }
    String why = "its database is neither H2 nor PostgreSQL, or has several tenants";
    if (settings.outbox() == OutboxKind.JDBC) {
      throw new IllegalStateException(
          "herald.outbox=jdbc cannot be for the session factory '%s': %s; set herald.outbox=memory"
              .formatted(factory.getName(), why));
    }
    return memory(why);
  }

  /** The outbox for what no database has. */
  Outbox inMemory() {
    MemoryOutbox known = memory;
    return known == null ? memory("there is no database") : known;
  }

  private synchronized MemoryOutbox memory(String why) {
    MemoryOutbox known = memory;
    if (known == null) {
      log.info(
          "Changes wait in memory until they are announced, since {}; what waits when this process"
              + " ends is not announced",
          why);
      known = new MemoryOutbox(target, settings.outboxCapacity(), refill, windows, metrics);
      memory = known;
    }
    return known;
  }

  /** Those that are in databases. */
  List<JdbcOutbox> inDatabases() {
    List<JdbcOutbox> all = new ArrayList<>();
    for (Outbox outbox : byFactory.values()) {
      if (outbox instanceof JdbcOutbox jdbc) {
        all.add(jdbc);
      }
    }
    return all;
  }

  /** Whether the target has all that was committed until now. */
  boolean isIdle() {
    MemoryOutbox inMemory = memory;
    return inDatabases().stream().allMatch(JdbcOutbox::isIdle)
        && (inMemory == null || inMemory.isIdle());
  }

  /** The factories whose outboxes are open, those with one in a database first. */
  List<SessionFactoryImplementor> factories() {
    return byFactory.entrySet().stream()
        .sorted(Comparator.comparing(entry -> !(entry.getValue() instanceof JdbcOutbox)))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    // No lock is held: what is sent meanwhile may ask for an outbox.
    inDatabases().forEach(JdbcOutbox::close);
    MemoryOutbox inMemory = memory;
    if (inMemory != null) {
      inMemory.close();
    }
  }
}
