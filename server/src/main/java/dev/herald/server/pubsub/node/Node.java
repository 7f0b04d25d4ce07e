package dev.herald.server.pubsub.node;

import dev.herald.xmpp.Jid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node, without what is in it.
 *
 * @param name its NodeID
 * @param incarnation tells it from others that have had the name before or elsewhere; letters and
 *     digits
 * @param version of its last change; the first is 1
 * @param creator null when the application has created it
 */
public record Node(
    String name,
    String incarnation,
    long version,
    NodeConfiguration configuration,
    @Nullable Jid creator,
    Instant created) {

  public Node withVersion(long newVersion) {
    return new Node(name, incarnation, newVersion, configuration, creator, created);
  }

  public Node with(NodeConfiguration changed) {
    return new Node(name, incarnation, version, changed, creator, created);
  }
}
