package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import java.nio.charset.StandardCharsets;

/** NodeIDs and ids of items: as long as a JID's part may be (RFC 7622), and not blank. */
final class Names {

  /** In bytes of UTF-8. */
  static final int MAX_BYTES = 1023;

  private Names() {}

  static void requireNode(String name) {
    require(name, Reason.INVALID_NODE, "a node");
  }

  static void requireItem(String id) {
    require(id, Reason.INVALID_ITEM, "an item");
  }

  private static void require(String name, Reason reason, String what) {
    // Short ones are not encoded to be counted.
    boolean fits =
        name.length() <= MAX_BYTES / 3 || name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    if (name.isBlank() || !fits) {
      throw new PubSubException(
          reason,
          "The name of %s has 1 to %d bytes of UTF-8 and is not blank; this one has %d"
              .formatted(what, MAX_BYTES, name.getBytes(StandardCharsets.UTF_8).length));
    }
  }
}
