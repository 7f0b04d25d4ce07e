package dev.herald.server.pubsub.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** H2 in a file. */
class H2FileNodeStoreTest extends OtherProcessesContract {

  @TempDir Path directory;
  private final List<DataSource> databases = new ArrayList<>();

  @Override
  DataSource emptyDatabase() {
    JdbcDataSource database = new JdbcDataSource();
    // Else it would be closed with each connection.
    database.setURL("jdbc:h2:" + directory.resolve("d" + databases.size()) + ";DB_CLOSE_DELAY=-1");
    databases.add(database);
    return database;
  }

  @AfterEach
  void closeDatabases() throws SQLException {
    for (DataSource database : databases) {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN");
      }
    }
  }
}
