package dev.herald.interop;

import java.io.Reader;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The elements of one stream, each as a document of its own as soon as it is there: the JDK's own
 * copy, by a transformer, would wait for what comes after it.
 */
final class StanzaReader {

  private static final XMLInputFactory PARSERS = XMLInputFactory.newDefaultFactory();

  private final XMLStreamReader parser;

  /** Waits for the stream's header. */
  StanzaReader(Reader input) throws XMLStreamException {
    parser = PARSERS.createXMLStreamReader(input);
    parser.nextTag();
  }

  /** Waits for the next element; there is none when the stream has been closed. */
  Optional<Document> next() throws XMLStreamException {
    int event = parser.next();
    while (event != XMLStreamReader.START_ELEMENT) {
      if (event == XMLStreamReader.END_ELEMENT || event == XMLStreamReader.END_DOCUMENT) {
        return Optional.empty();
      }
      event = parser.next();
    }
    Document document = document();
    copyTo(document, document);
    return Optional.of(document);
  }

  /** Copies the element that has begun, up to its end. */
  private void copyTo(Node parent, Document document) throws XMLStreamException {
    Element element =
        document.createElementNS(
            parser.getNamespaceURI(), qualified(parser.getPrefix(), parser.getLocalName()));
    parent.appendChild(element);
    for (int i = 0; i < parser.getAttributeCount(); i++) {
      element.setAttributeNS(
          parser.getAttributeNamespace(i),
          qualified(parser.getAttributePrefix(i), parser.getAttributeLocalName(i)),
          parser.getAttributeValue(i));
    }
    int event = parser.next();
    while (event != XMLStreamReader.END_ELEMENT) {
      if (event == XMLStreamReader.START_ELEMENT) {
        copyTo(element, document);
      } else if (parser.hasText()) {
        element.appendChild(document.createTextNode(parser.getText()));
      }
      event = parser.next();
    }
  }

  private static String qualified(@Nullable String prefix, String name) {
    return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Every JDK makes documents", e);
    }
  }
}
