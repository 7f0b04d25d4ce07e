package dev.herald.server.pubsub.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What other processes have changed, found by asking for the rows that are new in the log. */
final class ChangeFeed {

  private static final int PAGE = 1_000;

  /** As many numbers before the first call may still become visible. */
  private static final int BEFORE = 10_000;

  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration BETWEEN_PRUNES = Duration.ofMinutes(10);

  /** A row of the log; the name is null for a node that has gone, and for what is our own. */
  private record Row(long seq, @Nullable String name) {}

  private final Connections connections;
  private final long process;
  private final InstantSource clock;
  private final SequenceGaps gaps;

  /** What was found and not told yet, since the database failed while it was asked for more. */
  private final Set<String> found = new HashSet<>();

  /** What had been seen when the last names were given out; null when that has failed. */
  private SequenceGaps.@Nullable Seen given;

  /** The same of the names before, of which everybody knows by now. */
  private volatile SequenceGaps.Seen heard;

  private Instant pruned = Instant.EPOCH;

  /** What happens from now on. */
  ChangeFeed(Connections connections, long process, InstantSource clock) {
    this.connections = connections;
    this.process = process;
    this.clock = clock;
    try (Statements statements = connections.read("the changes of other processes")) {
      long highest = statements.count("Reading", "SELECT COALESCE(MAX(seq), 0) FROM herald_change");
      this.gaps = new SequenceGaps(Math.max(0, highest - BEFORE));
      read(statements, gaps.highest() + 1, highest);
      found.clear();
    }
    this.heard = gaps.seen();
  }

  SequenceGaps.Seen heard() {
    return heard;
  }

  /** Adds a row that says only that the node has changed, in whatever way. */
  static void announce(Statements statements, String name, long process) {
    statements.update(
        "Announcing a change",
        "INSERT INTO herald_change (process, changed_at, node_name) VALUES (?, ?, ?)",
        process,
        Columns.micros(Instant.now()),
        name);
  }

  /** Names of nodes that others have changed since the last call. */
  synchronized Set<String> poll(Predicate<String> inUse) {
    if (given != null) {
      heard = given;
      given = null;
    }
    try (Statements statements = connections.read("the changes of other processes")) {
      List<SequenceGaps.Range> open = gaps.open(clock.instant());
      read(statements, gaps.highest() + 1, Long.MAX_VALUE);
      for (SequenceGaps.Range range : open) {
        read(statements, range.first(), range.last());
      }
      prune(statements);
      Set<String> names = new HashSet<>(found);
      names.removeIf(inUse.negate());
      found.removeIf(inUse);
      names.addAll(Followed.among(found, statements));
      found.clear();
      given = gaps.seen();
      return names;
    }
  }

  private void read(Statements statements, long first, long last) {
    long from = first;
    List<Row> rows;
    do {
      rows =
          statements.query(
              "Reading",
              "SELECT c.seq, CASE WHEN c.process = ? THEN NULL ELSE COALESCE(c.node_name,"
                  + " (SELECT n.name FROM herald_node n WHERE n.id = c.node_id)) END"
                  + " FROM herald_change c WHERE c.seq BETWEEN ? AND ? ORDER BY c.seq"
                  + " FETCH FIRST ? ROWS ONLY",
              ChangeFeed::row,
              process,
              from,
              last,
              PAGE);
      for (Row row : rows) {
        if (gaps.see(row.seq, clock.instant()) && row.name != null) {
          found.add(row.name);
        }
        from = row.seq + 1;
      }
    } while (rows.size() == PAGE);
  }

  private void prune(Statements statements) {
    Instant now = clock.instant();
    if (now.isBefore(pruned.plus(BETWEEN_PRUNES))) {
      return;
    }
    pruned = now;
    statements.update(
        "Pruning",
        "DELETE FROM herald_change WHERE node_id IS NULL AND changed_at < ?",
        Columns.micros(now.minus(KEPT)));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getLong(1), row.getString(2));
  }
}
