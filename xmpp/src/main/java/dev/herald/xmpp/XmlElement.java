package dev.herald.xmpp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable XML element: a stanza, a payload, or a part of one.
 *
 * <p>Attributes are keyed by their local name; one of a foreign namespace by {@code {uri}name}, and
 * those of XML itself by {@code xml:lang} and the like. Prefixes, comments and processing
 * instructions are not kept: XMPP gives them no meaning (RFC 6120, section 11.1).
 */
public final class XmlElement implements XmlNode {

  private final String namespace;
  private final String name;
  private final Map<String, String> attributes;
  private final List<XmlNode> content;

  private XmlElement(Builder builder) {
    this.namespace = builder.namespace;
    this.name = builder.name;
    this.attributes = Collections.unmodifiableMap(builder.attributes);
    this.content = Collections.unmodifiableList(builder.content);
  }

  public static Builder builder(String namespace, String name) {
    return new Builder(namespace, name);
  }

  /** An element without attributes or content. */
  public static XmlElement empty(String namespace, String name) {
    return builder(namespace, name).build();
  }

  public String namespace() {
    return namespace;
  }

  public String name() {
    return name;
  }

  public boolean is(String ns, String localName) {
    return name.equals(localName) && namespace.equals(ns);
  }

  public Map<String, String> attributes() {
    return attributes;
  }

  public @Nullable String attribute(String attribute) {
    return attributes.get(attribute);
  }

  public List<XmlNode> content() {
    return content;
  }

  /** The child elements, without the text between them. */
  public List<XmlElement> children() {
    List<XmlElement> children = new ArrayList<>(content.size());
    for (XmlNode node : content) {
      if (node instanceof XmlElement child) {
        children.add(child);
      }
    }
    return Collections.unmodifiableList(children);
  }

  public Optional<XmlElement> child(String ns, String localName) {
    for (XmlNode node : content) {
      if (node instanceof XmlElement child && child.is(ns, localName)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** The first child element, whatever it is: the payload of an IQ. */
  public Optional<XmlElement> firstChild() {
    for (XmlNode node : content) {
      if (node instanceof XmlElement child) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** All character data inside, as DOM's {@code textContent}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    appendText(text);
    return text.toString();
  }

  private void appendText(StringBuilder text) {
    for (XmlNode node : content) {
      if (node instanceof XmlText characters) {
        text.append(characters.value());
      } else if (node instanceof XmlElement element) {
        element.appendText(text);
      }
    }
  }

  /** A builder that starts with all that this element has. */
  public Builder toBuilder() {
    Builder copy = new Builder(namespace, name);
    attributes.forEach(copy::attribute);
    return copy.addAll(content);
  }

  /** The same element, its own namespace and that of all descendants in {@code from} exchanged. */
  public XmlElement withNamespace(String from, String to) {
    Builder copy = new Builder(namespace.equals(from) ? to : namespace, name);
    attributes.forEach(copy::attribute);
    for (XmlNode node : content) {
      copy.add(node instanceof XmlElement child ? child.withNamespace(from, to) : node);
    }
    return copy.build();
  }

  /** The element as XML text that stands by itself. */
  @Override
  public String toString() {
    return XmlWriter.toXml(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof XmlElement that
        && namespace.equals(that.namespace)
        && name.equals(that.name)
        && attributes.equals(that.attributes)
        && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + content.hashCode();
  }

  /** Builds one element; not for use by several threads. */
  public static final class Builder {
    private final String namespace;
    private final String name;
    private Map<String, String> attributes = Map.of();
    private List<XmlNode> content = List.of();
    // What an element has got is copied before it is changed here.
    private boolean ownAttributes;
    private boolean ownContent;

    private Builder(String namespace, String name) {
      this.namespace = namespace;
      this.name = name;
    }

    /** Sets an attribute; {@code null} leaves it out. */
    public Builder attribute(String attribute, @Nullable String value) {
      if (!ownAttributes) {
        attributes = new LinkedHashMap<>(attributes);
        ownAttributes = true;
      }
      if (value == null) {
        attributes.remove(attribute);
      } else {
        attributes.put(attribute, value);
      }
      return this;
    }

    public Builder text(String text) {
      return text.isEmpty() ? this : add(new XmlText(text));
    }

    public Builder add(XmlNode node) {
      if (!ownContent) {
        content = new ArrayList<>(content);
        ownContent = true;
      }
      content.add(node);
      return this;
    }

    public Builder add(Builder child) {
      return add(child.build());
    }

    public Builder addAll(Iterable<? extends XmlNode> nodes) {
      nodes.forEach(this::add);
      return this;
    }

    public XmlElement build() {
      ownAttributes = false;
      ownContent = false;
      return new XmlElement(this);
    }
  }
}
