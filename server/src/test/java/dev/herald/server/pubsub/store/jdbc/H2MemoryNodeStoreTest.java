package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** H2 in memory, with settings that an application may have for its own tables. */
class H2MemoryNodeStoreTest extends OtherProcessesContract {

  @Override
  DataSource emptyDatabase() {
    return database(";MODE=MySQL;DATABASE_TO_LOWER=TRUE;IGNORECASE=TRUE");
  }

  private static DataSource database(String settings) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + settings);
    return database;
  }

  @Test
  void itsTablesAreCreatedByDefault() {
    assertThatCode(() -> new JdbcNodeStore(database(""), InitializeSchema.EMBEDDED).close())
        .doesNotThrowAnyException();
  }
}
