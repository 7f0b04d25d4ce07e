package dev.herald.server.pubsub.node;

/** Whom a subscriber's replies are for (XEP-0060, section 16.4.4), as the header ReplyTo. */
public enum ItemReply {
  NONE,
  OWNER,
  PUBLISHER
}
