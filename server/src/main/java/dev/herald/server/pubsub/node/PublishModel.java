package dev.herald.server.pubsub.node;

/** XEP-0060, section 16.4.4: who may publish. */
public enum PublishModel {
  PUBLISHERS,
  SUBSCRIBERS,
  OPEN
}
