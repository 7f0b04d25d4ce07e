package dev.herald.publisher;

import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.server.pubsub.store.jdbc.PostgresServer;
import javax.sql.DataSource;

class PostgresCoalescingTest extends CoalescingContract {

  @Override
  DataSource emptyDatabase() throws Exception {
    return PostgresServer.orSkip().emptySchema();
  }

  @Override
  OutboxKind outbox() {
    return OutboxKind.JDBC;
  }
}
