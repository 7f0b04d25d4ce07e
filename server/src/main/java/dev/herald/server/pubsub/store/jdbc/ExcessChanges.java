package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.store.RetentionLimits;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The oldest changes of all nodes that are too old, or too many or too large together. Their bytes
 * are counted as the database stores them, and their number by that of rows, in passing.
 */
final class ExcessChanges {

  /** How many are dropped by one look, so that it stays short. */
  private static final int MOST = 100_000;

  private final Statements statements;
  private final Dialect dialect;

  ExcessChanges(Statements statements, Dialect dialect) {
    this.statements = statements;
    this.dialect = dialect;
  }

  /** The nodes' names, with the version up to which their changes are to go. */
  Map<String, Long> find(RetentionLimits limits, Instant now) {
    long last = lastTooOld(now.minus(limits.age()));
    long surplus = Math.min(MOST, surplus(limits));
    if (surplus > 0) {
      last = Math.max(last, numberOf(surplus));
    }
    Map<String, Long> byName = new HashMap<>();
    if (last > 0) {
      statements
          .query(
              "Reading",
              "SELECT n.name, MAX(c.version) AS version FROM herald_change c"
                  + " JOIN herald_node n ON n.id = c.node_id WHERE c.seq <= ? GROUP BY n.name",
              row -> Map.entry(row.getString("name"), row.getLong("version")),
              last)
          .forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
    }
    return byName;
  }

  private long lastTooOld(Instant oldest) {
    return statements.count(
        "Reading",
        "SELECT COALESCE(MAX(o.seq), 0) FROM (SELECT seq, changed_at FROM herald_change"
            + " ORDER BY seq FETCH FIRST ? ROWS ONLY) o WHERE o.changed_at < ?",
        MOST,
        Columns.micros(oldest));
  }

  private long surplus(RetentionLimits limits) {
    record Size(long changes, long bytes) {}
    Size size =
        statements
            .query(
                "Measuring",
                "SELECT COUNT(*) AS changes, COALESCE(SUM("
                    + dialect.size("payload")
                    + "), 0) AS bytes FROM herald_change WHERE node_id IS NOT NULL",
                row -> new Size(row.getLong("changes"), row.getLong("bytes")))
            .get(0);
    long tooMany = size.changes - limits.serviceChanges();
    long tooLarge =
        size.bytes <= limits.serviceBytes()
            ? 0
            : (long)
                Math.ceil(
                    (double) (size.bytes - limits.serviceBytes()) / size.bytes * size.changes);
    return Math.max(tooMany, tooLarge);
  }

  /** The number of the last of so many rows. */
  private long numberOf(long rows) {
    return statements.count(
        "Reading",
        "SELECT COALESCE(MAX(o.seq), 0) FROM (SELECT seq FROM herald_change"
            + " WHERE node_id IS NOT NULL ORDER BY seq FETCH FIRST ? ROWS ONLY) o",
        rows);
  }
}
