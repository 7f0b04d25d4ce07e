package dev.herald.server.pubsub;

/** What can be asked of the PubSub service, as far as it needs permission. */
public enum Action {
  CREATE,
  DELETE,
  SUBSCRIBE,
  RETRIEVE,
  PUBLISH,
  RETRACT
}
