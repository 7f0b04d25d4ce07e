package dev.herald.server.pubsub.node;

/** When the last published item is sent by itself (XEP-0060, sections 6.1.7 and 16.4.4). */
public enum SendLastItem {
  NEVER,
  ON_SUB,
  ON_SUB_AND_PRESENCE
}
