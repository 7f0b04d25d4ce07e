package dev.herald.publisher.outbox;

import dev.herald.xmpp.XmlFragment;

/** What is to be done to one item of a node. */
public sealed interface Change {

  String node();

  String itemId();

  record Publish(String node, String itemId, XmlFragment payload) implements Change {}

  record Retract(String node, String itemId) implements Change {}

  /**
   * What is known of a change whose payload could not be written.
   *
   * @param why without values of the row
   */
  record Unwritable(String node, String itemId, String why) implements Change {}
}
