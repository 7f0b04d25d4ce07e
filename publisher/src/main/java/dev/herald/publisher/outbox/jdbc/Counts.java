package dev.herald.publisher.outbox.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** How many rows a statement changes that may have another one before it. */
final class Counts {

  private Counts() {}

  static int of(PreparedStatement statement) throws SQLException {
    boolean rows = statement.execute();
    int sum = 0;
    while (rows || statement.getUpdateCount() >= 0) {
      sum += rows ? 0 : statement.getUpdateCount();
      rows = statement.getMoreResults();
    }
    return sum;
  }
}
