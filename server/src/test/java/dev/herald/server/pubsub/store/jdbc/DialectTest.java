package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.store.StoreException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import org.junit.jupiter.api.Test;

class DialectTest {

  @Test
  void anotherDatabaseIsRefusedByItsName() {
    DatabaseMetaData metaData =
        (DatabaseMetaData)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> "MariaDB");
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> metaData);

    assertThatThrownBy(() -> Dialect.of(connection))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("MariaDB")
        .hasMessageContaining("PostgreSQL");
  }
}
