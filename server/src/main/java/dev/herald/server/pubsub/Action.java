package dev.herald.server.pubsub;

/** What can be asked of the PubSub service, as far as it needs permission. */
public enum Action {
  CREATE,
  SUBSCRIBE,
  RETRIEVE,
  PUBLISH,
  RETRACT,
  PURGE,
  /** To configure and delete the node, and to manage subscriptions and affiliations. */
  OWN
}
