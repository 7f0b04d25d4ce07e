package dev.herald.external;

import dev.herald.Registration;
import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sets up {@link ExternalHerald}. Unless said otherwise the outbox is in the entities' database.
 */
public final class ExternalHeraldBuilder {

  private final XmppSettings server;
  private final List<EntityManagerFactory> factories = new ArrayList<>();
  private final Map<Class<?>, Consumer<Registration>> registrations = new LinkedHashMap<>();
  private PublisherSettings publisher = PublisherSettings.DEFAULT;

  ExternalHeraldBuilder(XmppSettings server) {
    this.server = server;
  }

  /** Publishes the entities of a session factory that are {@code @Published} or registered. */
  public ExternalHeraldBuilder entities(EntityManagerFactory factory) {
    factories.add(factory);
    return this;
  }

  /** Publishes an entity without the annotation. */
  public ExternalHeraldBuilder register(Class<?> entity, Consumer<Registration> options) {
    registrations.put(entity, options);
    return this;
  }

  /** The first part of the entities' nodes; by default the last part of their packages. */
  public ExternalHeraldBuilder application(String name) {
    publisher = publisher.withApplication(name);
    return this;
  }

  /** Where changes wait, and whether the tables for that are made. */
  public ExternalHeraldBuilder outbox(OutboxKind kind, InitializeOutbox initialize) {
    publisher = publisher.withOutbox(kind).withInitialize(initialize);
    return this;
  }

  /**
   * Starts. Nodes are filled from their tables before this returns, or later when the server cannot
   * be reached: it waits for that a minute at most.
   *
   * @throws IllegalArgumentException when something registered is no mapped entity, or has
   *     attributes that look like secrets
   * @throws IllegalStateException when the outbox's tables are not there, or when something is for
   *     some readers only, which an external server does not see to
   */
  public ExternalHerald start() {
    XmppNodePublisher target = XmppNodePublisher.open(server);
    ExternalHerald herald =
        new ExternalHerald(target, new Publisher(target, publisher, TransactionBinding.NONE));
    try {
      registrations.forEach(herald.publisher()::register);
      factories.forEach(herald.publisher()::attach);
      herald.publisher().start();
      return herald;
    } catch (RuntimeException e) {
      herald.close();
      throw e;
    }
  }
}
