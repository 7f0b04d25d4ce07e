package dev.herald.benchmarks.save;

import dev.herald.netty.ListenerSettings;
import dev.herald.netty.NettyListeners;
import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * As django-pubsub did it in 2010: each save opens an XMPP connection, logs in, publishes, sleeps
 * one second, and closes. Here to Herald's own TCP port, without TLS.
 */
final class OriginalWay implements AutoCloseable {

  /** The original's. */
  private static final Duration SLEEP = Duration.ofSeconds(1);

  private static final String NAME = "publisher";
  private static final String PASSWORD = "secret";

  /**
   * What a save took, in milliseconds.
   *
   * @param all from its begin until it returned
   * @param withoutSleep all but the second that it slept
   */
  record Save(double all, double withoutSleep) {}

  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults(),
          (name, password) -> name.equals(NAME) && password.equals(PASSWORD),
          new ClientRights(true, List.of()),
          new MemoryNodeStore());
  private final NettyListeners listeners =
      NettyListeners.open(server, ListenerSettings.loopback(0, null));

  /** Saves so often, one after the other, after one save that is not counted. */
  static List<Save> measure(Side plain, int saves) throws IOException {
    List<Save> measured = new ArrayList<>();
    try (OriginalWay original = new OriginalWay()) {
      original.save(plain, Window.nextId());
      for (int i = 0; i < saves; i++) {
        measured.add(original.save(plain, Window.nextId()));
      }
    }
    return measured;
  }

  private Save save(Side plain, long id) throws IOException {
    long begin = System.nanoTime();
    plain.factory.inTransaction(session -> session.persist(new Invoice(id)));
    long sleptFrom;
    long sleptTo;
    try (XmppConnection connection =
        XmppConnection.login(listeners.tcpPort().orElseThrow(), NAME, PASSWORD)) {
      connection.publish(Side.NODE, id);
      sleptFrom = System.nanoTime();
      for (long now = sleptFrom; now - sleptFrom < SLEEP.toNanos(); now = System.nanoTime()) {
        LockSupport.parkNanos(SLEEP.toNanos() - (now - sleptFrom));
      }
      sleptTo = System.nanoTime();
    }
    long end = System.nanoTime();
    return new Save((end - begin) / 1e6, (end - begin - (sleptTo - sleptFrom)) / 1e6);
  }

  @Override
  public void close() {
    listeners.close();
    server.close();
  }
}
