package dev.herald.server.pubsub;

/**
 * An item of a node.
 *
 * @param id unique in its node; publishing the same id again replaces the item
 * @param payload opaque to the service; empty when there is none
 */
public record Item(String id, String payload) {}
