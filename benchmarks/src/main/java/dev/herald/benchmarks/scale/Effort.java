package dev.herald.benchmarks.scale;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param publishes at one node, after as many that are not counted
 * @param requests of each other kind
 * @param loaded how long is published when all nodes have been used
 */
record Effort(int publishes, int requests, Duration loaded) {

  /** Change logs are looked through once a minute, so that happens twice. */
  static final Effort FULL = new Effort(2_000, 200, Duration.ofSeconds(130));

  static final Effort SMOKE = new Effort(20, 5, Duration.ofMillis(200));
}
