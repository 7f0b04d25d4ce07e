package dev.herald.server.pubsub;

/** What has happened at a node, for its subscribers. */
public sealed interface NodeEvent {

  String node();

  record Published(String node, Item item) implements NodeEvent {}

  /** Something was published at a node that has no items. */
  record Happened(String node) implements NodeEvent {}

  record Retracted(String node, String itemId) implements NodeEvent {}

  record Deleted(String node) implements NodeEvent {}
}
