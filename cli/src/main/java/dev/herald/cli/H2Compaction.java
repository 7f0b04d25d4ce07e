package dev.herald.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is left of old parts of the file anew, so that their place can be used again. H2 does
 * so by itself only where commits need not be in the file at once; without it, each publish leaves
 * 20 KiB.
 */
final class H2Compaction implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(H2Compaction.class.getName());

  private static final long EVERY_MILLIS = 200;

  /** Percent of the file's parts that are still in use. */
  private static final int FILL_RATE = 60;

  /** What is written at once, while commits wait. */
  private static final int STEP_BYTES = 1024 * 1024;

  private final DataSource connections;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "herald-compaction");
            thread.setDaemon(true);
            return thread;
          });

  /** Where nothing was left to do, and when. */
  private @Nullable MVStore compacted;

  private long version;

  H2Compaction(DataSource connections) {
    this.connections = connections;
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(this::step, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void step() {
    try (Connection connection = connections.getConnection()) {
      if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
        MVStore store = session.getDatabase().getStore().getMvStore();
        // Looking for what is little used takes time, the more, the larger the file is.
        if (store != compacted || store.getCurrentVersion() != version) {
          if (store.compact(FILL_RATE, STEP_BYTES)) {
            store.sync();
          } else {
            compacted = store;
            version = store.getCurrentVersion();
          }
        }
      }
    } catch (SQLException | RuntimeException e) {
      // The timer goes on. A file that cannot be written is told by whoever has something to store.
      LOG.log(System.Logger.Level.DEBUG, "The file could not be compacted", e);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The compaction of the file has not come to an end within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
