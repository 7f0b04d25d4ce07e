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

  /** Measuring goes through all rows: where that takes long, it may take one part of so many. */
  private static final int SHARE = 100;

  private static final long LONG_NANOS = 1_000_000_000L;

  private final Connections connections;
  private long rest;
  private long measured = System.nanoTime();

  ExcessChanges(Connections connections) {
    this.connections = connections;
  }

  /** The nodes' names, with the version up to which their changes are to go. */
  synchronized Map<String, Long> find(RetentionLimits limits, Instant now) {
    try (Statements statements = connections.read("the change logs")) {
      long last = lastTooOld(statements, now.minus(limits.age()));
      long surplus = Math.min(MOST, surplus(statements, limits));
      if (surplus > 0) {
        last = Math.max(last, numberOf(statements, surplus));
      }
      return upTo(statements, last);
    }
  }

  private static Map<String, Long> upTo(Statements statements, long last) {
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

  private static long lastTooOld(Statements statements, Instant oldest) {
    return statements.count(
        "Reading",
        "SELECT COALESCE(MAX(o.seq), 0) FROM (SELECT seq, changed_at FROM herald_change"
            + " ORDER BY seq FETCH FIRST ? ROWS ONLY) o WHERE o.changed_at < ?",
        MOST,
        Columns.micros(oldest));
  }

  private long surplus(Statements statements, RetentionLimits limits) {
    long begin = System.nanoTime();
    if (begin - measured < rest) {
      return 0;
    }
    record Size(long changes, long bytes) {}
    Size size =
        statements
            .query(
                "Measuring",
                "SELECT COUNT(*) AS changes, COALESCE(SUM("
                    + connections.dialect().size("payload")
                    + "), 0) AS bytes FROM herald_change WHERE node_id IS NOT NULL",
                row -> new Size(row.getLong("changes"), row.getLong("bytes")))
            .get(0);
    measured = System.nanoTime();
    long took = measured - begin;
    rest = took < LONG_NANOS ? 0 : took * SHARE;
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
  private static long numberOf(Statements statements, long rows) {
    return statements.count(
        "Reading",
        "SELECT COALESCE(MAX(o.seq), 0) FROM (SELECT seq FROM herald_change"
            + " WHERE node_id IS NOT NULL ORDER BY seq FETCH FIRST ? ROWS ONLY) o",
        rows);
  }
}
