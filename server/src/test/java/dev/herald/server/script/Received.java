package dev.herald.server.script;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes to a client. */
public sealed interface Received {

  /** A stanza, or another element of the stream that does not end it. */
  record Element(XmlElement xml) implements Received {

    @Override
    public String toString() {
      return xml.toString();
    }
  }

  /** The end of the stream, in the way of the transport, after its error if there was one. */
  record End(@Nullable XmlElement error) implements Received {

    /** The names of its conditions, without the text for people. */
    List<String> conditions() {
      return error == null
          ? List.of()
          : error.children().stream()
              .filter(child -> !child.is(Namespaces.STREAM_ERRORS, "text"))
              .map(XmlElement::name)
              .toList();
    }

    @Override
    public String toString() {
      return error == null ? "the end of the stream" : "the end of the stream by " + error;
    }
  }

  /** The connection has ended, and the stream has not. */
  record Lost(String why) implements Received {

    @Override
    public String toString() {
      return "a connection that ends without the end of its stream: " + why;
    }
  }
}
