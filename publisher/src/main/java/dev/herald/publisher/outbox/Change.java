package dev.herald.publisher.outbox;

import dev.herald.xmpp.XmlElement;

/** What is to be done to one item of a node. */
public sealed interface Change {

  String node();

  String itemId();

  record Publish(String node, String itemId, XmlElement payload) implements Change {}

  record Retract(String node, String itemId) implements Change {}
}
