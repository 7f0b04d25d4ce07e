package dev.herald.server.pubsub.node;

/** The type of the messages that notify (RFC 6121, section 5.2.2). */
public enum NotificationType {
  HEADLINE,
  NORMAL,
  CHAT
}
