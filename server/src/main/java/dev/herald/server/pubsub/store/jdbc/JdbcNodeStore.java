package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.pubsub.store.StoreException;
import dev.herald.xmpp.Jid;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in H2 or PostgreSQL. Several processes can have theirs on one database: a node's row is
 * locked by whoever changes the node, and {@link #changedElsewhere} reads the change log. A
 * statement that takes more than 30 seconds fails.
 */
public final class JdbcNodeStore implements NodeStore {

  private final Connections connections;
  private final ChangeFeed feed;
  private final ExcessChanges excess;
  private final NodeCount count = new NodeCount();

  /** By it a process knows its own changes in the log. */
  private final long process = new SecureRandom().nextLong();

  /**
   * Nodes in a database of the application's.
   *
   * @param dataSource stays open when the store is closed; best one with a pool
   * @throws StoreException for another database, and where the tables are not there, or not in this
   *     version, and are not to be created
   */
  public JdbcNodeStore(DataSource dataSource, InitializeSchema initializeSchema) {
    this(dataSource, initializeSchema, null);
  }

  /**
   * The same, with a statement that is run after each commit and before it is acknowledged: for a
   * database that needs to be told to write.
   */
  public JdbcNodeStore(
      DataSource dataSource, InitializeSchema initializeSchema, @Nullable String afterCommit) {
    this.connections = new Connections(dataSource, afterCommit);
    new Schema(connections).initialize(initializeSchema);
    this.excess = new ExcessChanges(connections);
    this.feed = new ChangeFeed(connections, process, InstantSource.system());
  }

  @Override
  public boolean isBlocking() {
    return true;
  }

  @Override
  public NodeTransaction begin(String name) {
    Statements statements = connections.begin("node '" + name + "'");
    try {
      return new JdbcNodeTransaction(statements, connections.dialect(), name, process, count);
    } catch (StoreException e) {
      statements.close();
      throw e;
    }
  }

  @Override
  public List<String> names(@Nullable String after, int most) {
    Dialect dialect = connections.dialect();
    String order = dialect.nameOrder();
    String from = after == null ? "" : " WHERE " + order + " > " + dialect.nameParameter();
    String sql =
        "SELECT name FROM herald_node" + from + " ORDER BY " + order + " FETCH FIRST ? ROWS ONLY";
    Object[] parameters = after == null ? new Object[] {most} : new Object[] {after, most};
    try (Statements statements = connections.read("the nodes' names")) {
      return statements.query("Reading", sql, row -> row.getString(1), parameters);
    }
  }

  @Override
  public long size() {
    try (Statements statements = connections.read("nodes")) {
      return count.get(statements, 0);
    }
  }

  @Override
  public Map<String, List<Subscription>> subscriptions(Jid bareJid) {
    Map<String, List<Subscription>> byNode = new HashMap<>();
    try (Statements statements = connections.read("the subscriptions of " + bareJid)) {
      statements
          .query(
              "Reading",
              "SELECT n.name, s.jid, s.subid, s.state, s.options FROM herald_subscription s"
                  + " JOIN herald_node n ON n.id = s.node_id WHERE s.jid = ? ORDER BY s.id",
              row -> Map.entry(row.getString("name"), PeopleTables.subscription(row)),
              bareJid.toString())
          .forEach(
              entry ->
                  byNode
                      .computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                      .add(entry.getValue()));
    }
    return byNode;
  }

  @Override
  public Map<String, Affiliation> affiliations(Jid bareJid) {
    Map<String, Affiliation> byNode = new HashMap<>();
    try (Statements statements = connections.read("the affiliations of " + bareJid)) {
      statements
          .query(
              "Reading",
              "SELECT n.name, a.affiliation FROM herald_affiliation a"
                  + " JOIN herald_node n ON n.id = a.node_id WHERE a.jid = ?",
              row -> Map.entry(row.getString("name"), PeopleTables.affiliation(row)),
              bareJid.toString())
          .forEach(entry -> byNode.put(entry.getKey(), entry.getValue()));
    }
    return byNode;
  }

  @Override
  public Set<String> changedElsewhere(Predicate<String> inUse) {
    return feed.poll(inUse);
  }

  @Override
  public Heard heard() {
    return feed.heard();
  }

  @Override
  public Map<String, Long> beyondLimits(RetentionLimits limits) {
    return excess.find(limits, Instant.now());
  }

  @Override
  public void close() {
    // Each connection has gone back; the DataSource is of whoever made it.
  }
}
