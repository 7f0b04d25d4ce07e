package dev.herald.server.pubsub.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of a node, as its change log has it.
 *
 * @param version the node's after it; each change has the next one
 * @param item what was published, for {@link Kind#PUBLISHED}
 * @param itemId of the item that was published or retracted, else null
 * @param notified whether subscribers are told
 */
public record Change(
    long version,
    Kind kind,
    @Nullable Item item,
    @Nullable String itemId,
    boolean notified,
    Instant at) {

  /** What has changed. */
  public enum Kind {
    PUBLISHED,
    /** Something happened at a node without items. */
    HAPPENED,
    RETRACTED,
    PURGED,
    CONFIGURED,
    /** Affiliations or kept subscriptions; whoever has them at hand reads them again. */
    PEOPLE
  }

  /** Roughly what it takes up, in bytes. */
  public long size() {
    return 100L
        + (itemId == null ? 0 : itemId.length())
        + (item == null ? 0 : item.payload().length());
  }
}
