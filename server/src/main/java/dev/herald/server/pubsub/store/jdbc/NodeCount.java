package dev.herald.server.pubsub.store.jdbc;

import java.time.Duration;

/**
 * How many nodes there are. Counting them takes a database the longer, the more there are, so that
 * is done now and then, for what other processes create and delete. Thread-safe.
 */
final class NodeCount {

  private static final Duration RECOUNT = Duration.ofSeconds(10);

  private long known;
  private long countedAt;
  private boolean counted;

  /**
   * The nodes as a transaction sees them; may be off by what others are about to commit.
   *
   * @param more by how many there are more by this transaction
   */
  synchronized long get(Statements statements, int more) {
    if (!counted || System.nanoTime() - countedAt > RECOUNT.toNanos()) {
      known = statements.count("Counting nodes", "SELECT COUNT(*) FROM herald_node") - more;
      countedAt = System.nanoTime();
      counted = true;
    }
    return known + more;
  }

  /** So many have been added, or have gone, by a transaction that is committed. */
  synchronized void add(int nodes) {
    known += nodes;
  }
}
