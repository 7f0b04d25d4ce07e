package dev.herald.server.pubsub.node;

/** Who may put nodes into a collection (XEP-0248, section 7.2.1). */
public enum AssociationPolicy {
  /** Everybody who may configure the node, and is no outcast of the collection. */
  ALL,
  OWNER,
  /** Owners, and those on a list. */
  WHITELIST
}
