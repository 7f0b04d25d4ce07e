package dev.herald.benchmarks.save;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.embedded.InProcessNodePublisher;
import dev.herald.netty.ListenerSettings;
import dev.herald.netty.NettyListeners;
import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** Hibernate on the database, with Herald or without. */
final class Side implements AutoCloseable {

  static final String NODE = "/save/Invoice";

  final SessionFactory factory;
  private final @Nullable XmppServer server;
  private final @Nullable NettyListeners listeners;
  private final @Nullable Publisher publisher;

  private Side(
      SessionFactory factory,
      @Nullable XmppServer server,
      @Nullable NettyListeners listeners,
      @Nullable Publisher publisher) {
    this.factory = factory;
    this.server = server;
    this.listeners = listeners;
    this.publisher = publisher;
  }

  static Side plain(HikariDataSource database) {
    return new Side(factory(database), null, null, null);
  }

  static Side withHerald(HikariDataSource database) {
    SessionFactory factory = factory(database);
    XmppServer server =
        new XmppServer(
            ServerSettings.defaults().withAnonymous(true),
            (name, password) -> false,
            ClientRights.READ_ONLY,
            new MemoryNodeStore());
    Publisher publisher =
        new Publisher(
            new InProcessNodePublisher(server.pubSub()),
            PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
            TransactionBinding.NONE);
    publisher.register(Invoice.class);
    publisher.attach(factory);
    publisher.start();
    return new Side(
        factory, server, NettyListeners.open(server, ListenerSettings.loopback(0, 0)), publisher);
  }

  private static SessionFactory factory(HikariDataSource database) {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Invoice.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration.getProperties().put("hibernate.connection.datasource", database);
    return configuration.buildSessionFactory();
  }

  /** The port for WebSocket. */
  int port() {
    return listeners == null ? 0 : listeners.httpPort().orElseThrow();
  }

  /** How many changes wait. */
  long waiting() {
    return publisher == null ? 0 : publisher.waiting();
  }

  /** Waits until all has been announced. */
  void drain() {
    while (waiting() > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
    }
    if (listeners != null) {
      listeners.close();
    }
    if (server != null) {
      server.close();
    }
    factory.close();
  }
}
