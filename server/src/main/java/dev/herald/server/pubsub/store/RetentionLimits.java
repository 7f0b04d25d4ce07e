package dev.herald.server.pubsub.store;

import java.time.Duration;

/**
 * How far change logs go back: what is beyond one of these is dropped, the oldest first. Whoever
 * was away for longer cannot catch up, and reads the items anew.
 *
 * @param changes of one node
 * @param age of a change
 * @param bytes of one node's changes, roughly
 * @param serviceChanges of all nodes of the service
 * @param serviceBytes of all nodes' changes, roughly
 */
public record RetentionLimits(
    int changes, Duration age, long bytes, long serviceChanges, long serviceBytes) {

  /** A node: 1,000 changes, a day, 4 MiB; the service: 1,000,000 changes, 1 GiB. */
  public static final RetentionLimits DEFAULT =
      new RetentionLimits(1_000, Duration.ofDays(1), 4L << 20, 1_000_000, 1L << 30);

  public RetentionLimits {
    if (changes < 0 || bytes < 0 || serviceChanges < 0 || serviceBytes < 0 || age.isNegative()) {
      throw new IllegalArgumentException(
          "Limits of change logs are 0 or more, not %d changes, %s, %d bytes, %d and %d for all"
              .formatted(changes, age, bytes, serviceChanges, serviceBytes));
    }
  }
}
