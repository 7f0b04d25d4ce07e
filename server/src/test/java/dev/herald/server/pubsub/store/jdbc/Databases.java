package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.NodeStore;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A store by the URL of its database, as the processes of tests open it.
 *
 * @param end closes the database's connections
 */
record Databases(NodeStore store, Runnable end) implements AutoCloseable {

  static Databases open(String url) {
    if (url.startsWith("jdbc:h2:")) {
      JdbcConnectionPool pool = JdbcConnectionPool.create(url, "herald", "");
      return new Databases(
          new JdbcNodeStore(pool, InitializeSchema.ALWAYS, "CHECKPOINT SYNC"), pool::dispose);
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser("postgres");
    return new Databases(new JdbcNodeStore(source, InitializeSchema.ALWAYS), () -> {});
  }

  @Override
  public void close() {
    store.close();
    end.run();
  }
}
