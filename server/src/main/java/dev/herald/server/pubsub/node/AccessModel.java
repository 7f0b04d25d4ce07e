package dev.herald.server.pubsub.node;

/**
 * XEP-0060, section 4.5: who may subscribe and retrieve items. Presence and roster are not there,
 * since there are no rosters.
 */
public enum AccessModel {
  OPEN,
  AUTHORIZE,
  WHITELIST
}
