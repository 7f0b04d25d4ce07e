package dev.herald.publisher.outbox.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes this process sends the changes of. Whoever has a node's lease is the only one, of all
 * processes on the database, by the database's clock. Leases are of nodes and not of rows, since
 * the rows of a node must leave in their order.
 */
final class NodeLeases {

  private static final String UNIQUE_KEY = "23505";

  private final String ends;

  /** For how long after a renewal nothing is sent without another one. */
  private final long sure;

  private final OutboxDatabase database;
  private final OutboxDialect dialect;
  private final String owner = UUID.randomUUID().toString();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private volatile long renewedAt = System.nanoTime();

  /**
   * The leases of a process.
   *
   * @param duration after which another process takes over from one that has ended, in seconds
   */
  NodeLeases(OutboxDatabase database, OutboxDialect dialect, Duration duration) {
    this.ends = "CURRENT_TIMESTAMP + INTERVAL '" + duration.toSeconds() + "' SECOND";
    this.sure = duration.toNanos() * 6 / 10;
    this.database = database;
    this.dialect = dialect;
  }

  /** By whom the leases of this process are held. */
  String owner() {
    return owner;
  }

  /** Whether a node may be sent to now. */
  boolean holds(String node) {
    return held.contains(node) && System.nanoTime() - renewedAt < sure;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** Takes a lease, or renews it; false while another process has it. */
  boolean claim(String node) {
    try {
      boolean claimed =
          database.transact(
              "Leasing a node", connection -> update(connection, node) || insert(connection, node));
      if (claimed) {
        held.add(node);
      }
      return claimed;
    } catch (OutboxException e) {
      if (e.getCause() instanceof SQLException cause && UNIQUE_KEY.equals(cause.getSQLState())) {
        // Somebody else was faster.
        return false;
      }
      throw e;
    }
  }

  private boolean update(Connection connection, String node) throws SQLException {
    return execute(
        connection,
        "UPDATE herald_outbox_lease SET owner = ?, ends_at = "
            + ends
            + " WHERE node = ? AND (owner = ? OR ends_at < CURRENT_TIMESTAMP)",
        owner,
        node,
        owner);
  }

  private boolean insert(Connection connection, String node) throws SQLException {
    return execute(
        connection,
        "INSERT INTO herald_outbox_lease (owner, node, ends_at) SELECT CAST(? AS VARCHAR), CAST(? AS"
            + " VARCHAR), "
            + ends
            + " WHERE NOT EXISTS (SELECT 1 FROM herald_outbox_lease WHERE node = ?)",
        owner,
        node,
        node);
  }

  /**
   * Renews all leases; to be called five times while one lasts. Those that another process has
   * taken since, because this one was stopped for a while, are held no longer.
   */
  void renew() {
    long asked = System.nanoTime();
    Set<String> before = Set.copyOf(held);
    Set<String> still =
        database.transact(
            "Renewing leases",
            connection -> {
              boolean unused =
                  execute(
                      connection,
                      "UPDATE herald_outbox_lease SET ends_at = " + ends + " WHERE owner = ?",
                      owner);
              return nodes(connection);
            });
    for (String node : before) {
      if (!still.contains(node)) {
        held.remove(node);
      }
    }
    renewedAt = asked;
  }

  private Set<String> nodes(Connection connection) throws SQLException {
    Set<String> nodes = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT node FROM herald_outbox_lease WHERE owner = ?")) {
      statement.setString(1, owner);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          nodes.add(row.getString(1));
        }
      }
    }
    return nodes;
  }

  /** Gives a node to whoever wants it. */
  void release(String node) {
    held.remove(node);
    boolean unused =
        database.transact(
            "Releasing a node",
            connection ->
                execute(
                    connection,
                    "DELETE FROM herald_outbox_lease WHERE node = ? AND owner = ?",
                    node,
                    owner));
  }

  /** Gives back all; nothing is sent any more. */
  void releaseAll() {
    held.clear();
    boolean unused =
        database.transact(
            "Releasing all nodes",
            connection ->
                execute(connection, "DELETE FROM herald_outbox_lease WHERE owner = ?", owner));
  }

  private boolean execute(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql + dialect.relaxed())) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      return statement.executeUpdate() > 0;
    }
  }
}
