package dev.herald;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;

/** What an item carries, where the kind of it must be said. */
public sealed interface Payload {

  /** Text, as the text of an Atom {@code <entry>}. */
  record Text(String text) implements Payload {
    public Text {
      require(text);
    }
  }

  /** One XML element, as text. */
  record Xml(String xml) implements Payload {
    public Xml {
      require(xml);
    }
  }

  /** One XML element or document, as DOM. */
  record Dom(Node node) implements Payload {
    public Dom {
      require(node);
    }
  }

  /** An object, as JSON in a {@code <json xmlns="urn:xmpp:json:0">} (XEP-0335). */
  record Json(Object value) implements Payload {
    public Json {
      require(value);
    }
  }

  /** An object, as the XML that Jackson makes of it. */
  record Bean(Object value) implements Payload {
    public Bean {
      require(value);
    }
  }

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

  private static void require(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "null cannot be published; to take an item back, use PubSub.retract");
    }
  }
}
