package dev.herald;

import org.w3c.dom.Node;

/** What an item carries, where the kind of it must be said. */
public sealed interface Payload {

  /** Text, as the text of an Atom {@code <entry>}. */
  record Text(String text) implements Payload {}

  /** One XML element, as text. */
  record Xml(String xml) implements Payload {}

  /** One XML element or document, as DOM. */
  record Dom(Node node) implements Payload {}

  /** An object, as JSON in a {@code <json xmlns="urn:xmpp:json:0">} (XEP-0335). */
  record Json(Object value) implements Payload {}

  /** An object, as the XML that Jackson makes of it. */
  record Bean(Object value) implements Payload {}

  static Payload text(String text) {
    return new Text(text);
  }

  static Payload xml(String xml) {
    return new Xml(xml);
  }

  static Payload xml(Node node) {
    return new Dom(node);
  }

  static Payload json(Object value) {
    return new Json(value);
  }

  /** What {@link PubSub#publish(String, Object)} takes an object for. */
  static Payload of(Object payload) {
    if (payload instanceof Payload already) {
      return already;
    }
    if (payload instanceof CharSequence text) {
      return new Text(text.toString());
    }
    return payload instanceof Node node ? new Dom(node) : new Bean(payload);
  }
}
