package dev.herald.server.pubsub.node;

import dev.herald.xmpp.Jid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a node.
 *
 * @param id unique in its node; publishing the same id again replaces the item
 * @param payload opaque to the service; empty when there is none
 * @param publisher null for the application
 * @param version the node's, of the change that has brought it
 */
public record Item(
    String id, String payload, @Nullable Jid publisher, Instant published, long version) {}
