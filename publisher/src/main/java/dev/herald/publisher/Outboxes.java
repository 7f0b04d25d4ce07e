package dev.herald.publisher;

import dev.herald.publisher.outbox.Outbox;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.JdbcOutbox;
import dev.herald.publisher.outbox.memory.MemoryOutbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final PublisherMetrics metrics;

  // Guarded by this.
  private final Map<SessionFactoryImplementor, Outbox> byFactory = new LinkedHashMap<>();
  private @Nullable MemoryOutbox memory;

  Outboxes(
      NodePublisher target,
      PublisherSettings settings,
      Function<String, Runnable> refill,
      PublisherMetrics metrics) {
    this.target = target;
    this.settings = settings;
    this.refill = refill;
    this.metrics = metrics;
  }

  /**
   * The outbox for the entities of a factory.
   *
   * @throws IllegalStateException when it cannot be where the settings want it
   */
  synchronized Outbox of(SessionFactoryImplementor factory) {
    Outbox outbox = byFactory.get(factory);
    if (outbox == null) {
      outbox = open(factory);
      byFactory.put(factory, outbox);
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
                target,
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
  synchronized Outbox inMemory() {
    MemoryOutbox known = memory;
    return known == null ? memory("there is no database") : known;
  }

  private MemoryOutbox memory(String why) {
    MemoryOutbox known = memory;
    if (known == null) {
      log.info(
          "Changes wait in memory until they are announced, since {}; what waits when this process"
              + " ends is not announced",
          why);
      known = new MemoryOutbox(target, settings.outboxCapacity(), refill, metrics);
      memory = known;
    }
    return known;
  }

  /** Those that are in databases. */
  synchronized List<JdbcOutbox> inDatabases() {
    List<JdbcOutbox> all = new ArrayList<>();
    for (Outbox outbox : byFactory.values()) {
      if (outbox instanceof JdbcOutbox jdbc) {
        all.add(jdbc);
      }
    }
    return all;
  }

  /** The factories whose outboxes are open. */
  synchronized List<SessionFactoryImplementor> factories() {
    return List.copyOf(byFactory.keySet());
  }

  @Override
  public synchronized void close() {
    inDatabases().forEach(JdbcOutbox::close);
    if (memory != null) {
      memory.close();
    }
  }
}
