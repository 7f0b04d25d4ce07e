package dev.herald.server.pubsub;

/**
 * A node, without its items.
 *
 * @param name its NodeID
 * @param owner who created it
 */
public record Node(String name, Actor owner, NodeConfiguration configuration) {}
