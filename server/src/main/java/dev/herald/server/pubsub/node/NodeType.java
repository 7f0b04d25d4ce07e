package dev.herald.server.pubsub.node;

/** Whether a node has items, or other nodes (XEP-0248). */
public enum NodeType {
  LEAF,
  COLLECTION
}
