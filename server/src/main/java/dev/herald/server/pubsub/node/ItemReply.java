package dev.herald.server.pubsub.node;

/** Whom items name as their publisher (XEP-0060, section 12.17). */
public enum ItemReply {
  NONE,
  OWNER,
  PUBLISHER
}
