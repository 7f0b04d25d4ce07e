package dev.herald.server.pubsub.store.jdbc;

import java.nio.file.Path;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;

/** H2 in a file, which is closed and opened again all the time, as its connections are. */
class H2FileNodeStoreTest extends JdbcNodeStoreContract {

  @TempDir Path directory;

  @Override
  DataSource emptyDatabase() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:" + directory.resolve(UUID.randomUUID().toString()));
    return database;
  }
}
