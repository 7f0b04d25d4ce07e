package dev.herald.xmpp;

import static dev.herald.xmpp.StreamError.Condition.NOT_WELL_FORMED;
import static dev.herald.xmpp.StreamError.Condition.RESTRICTED_XML;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML from a peer that is not trusted, as the bytes come in: a whole stream (RFC 6120), or
 * one document as WebSocket frames (RFC 7395) and BOSH bodies (XEP-0124) are.
 *
 * <p>DOCTYPE, comments, processing instructions and entity references are refused, and so is all
 * that goes beyond {@link XmlLimits}. Not for use by several threads; after an exception it must
 * not be used any more.
 */
public final class XmlStreamReader {

  /** Told what has been read, on the thread that feeds. */
  public interface Listener {
    /**
     * The stream's root element has been opened; it has its attributes and no content.
     *
     * @param contentNamespace the default namespace that it declares for what is inside (RFC 6120,
     *     section 4.8.2); empty when it declares none
     */
    void streamOpened(XmlElement header, String contentNamespace);

    /** A complete element: a stanza of a stream, or the document itself. */
    void element(XmlElement element);

    /** The stream's root element has been closed. */
    void streamClosed();
  }

  private static final String XML = "http://www.w3.org/XML/1998/namespace";
  private static final byte[] NOTHING = {};

  // Never closed and never at the end of input: that is when Aalto would merge the names a
  // (hostile) peer used into the factory's table, which has no bound.
  private static final InputFactoryImpl FACTORY = new InputFactoryImpl();

  private final AsyncXMLStreamReader<AsyncByteArrayFeeder> parser =
      FACTORY.createAsyncForByteArray();
  private final Deque<XmlElement.Builder> open = new ArrayDeque<>();
  // The parser hands out text in as many pieces as its bytes came in: one is kept, not thousands.
  private final StringBuilder text = new StringBuilder();
  private final Utf8Guard utf8 = new Utf8Guard();
  private final TagGuard guard;
  private final Listener listener;
  private final boolean stream;
  private boolean inStream;

  // The parser makes another character of one that is cut within an attribute's value, and loses a
  // reference there, so a tag waits for its end (as long as the limit for one), a character of text
  // for its last byte, and what may begin or end a CDATA section for the next (8 at most).
  private byte[] begun = NOTHING;
  private int begunLength;

  private XmlStreamReader(XmlLimits limits, boolean stream, Listener listener) {
    this.guard = new TagGuard(limits, stream ? 1 : 0);
    this.stream = stream;
    this.listener = listener;
  }

  /** A reader of one stream, whose root element stays open while stanzas come. */
  public static XmlStreamReader ofStream(XmlLimits limits, Listener listener) {
    return new XmlStreamReader(limits, true, listener);
  }

  /**
   * Reads a text that is one XML document.
   *
   * @throws XmlStreamException naming what is wrong, when it is none or more than the limits allow
   */
  public static XmlElement parseDocument(String xml, XmlLimits limits) {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    return parseDocument(bytes, 0, bytes.length, limits);
  }

  /**
   * The same, of UTF-8. The bytes are not kept.
   *
   * @throws XmlStreamException naming what is wrong, when it is none or more than the limits allow
   */
  public static XmlElement parseDocument(byte[] bytes, int offset, int length, XmlLimits limits) {
    var document =
        new Listener() {
          @Nullable XmlElement root;

          @Override
          public void streamOpened(XmlElement header, String contentNamespace) {}

          @Override
          public void element(XmlElement element) {
            root = element;
          }

          @Override
          public void streamClosed() {}
        };
    XmlStreamReader reader = new XmlStreamReader(limits, false, document);
    for (int at = 0; at < length; ) {
      at += reader.feed(bytes, offset + at, length - at);
    }
    XmlElement root = document.root;
    if (root == null) {
      throw new XmlStreamException(NOT_WELL_FORMED, "The document ends before its root element");
    }
    if (reader.begunLength > 0) {
      throw new XmlStreamException(
          NOT_WELL_FORMED, "The document ends within a tag, a CDATA section or a character");
    }
    return root;
  }

  /**
   * Reads more of the input, at most up to the end of a stanza or of a tag of the stream itself:
   * whoever listens may want to read the rest otherwise, or later. The bytes are not kept.
   *
   * @return how many bytes were read, at least one of {@code length}
   * @throws XmlStreamException when the stream must end
   */
  public int feed(byte[] bytes, int offset, int length) {
    boolean wasCdata = guard.inCdata();
    int taken = guard.check(bytes, offset, length);
    int unfinished = Math.max(utf8.check(bytes, offset, taken), guard.undecided());
    if (unfinished == begunLength + taken) {
      keep(bytes, offset, taken);
      return taken;
    }
    byte[] joined = bytes;
    int from = offset;
    int to = offset + taken;
    if (begunLength > 0) {
      keep(bytes, offset, taken);
      joined = begun;
      from = 0;
      to = begunLength;
      begun = NOTHING;
      begunLength = 0;
    }
    int whole = to - unfinished;
    if (unfinished > 0) {
      keep(joined, whole, unfinished);
    }
    if (wasCdata != guard.inCdata()) {
      joined =
          wasCdata
              ? CdataSection.end(joined, from, whole)
              : CdataSection.opening(joined, from, whole);
      parse(joined, 0, joined.length);
    } else if (wasCdata) {
      joined = CdataSection.content(joined, from, whole);
      parse(joined, 0, joined.length);
    } else {
      parse(joined, from, whole);
    }
    return taken;
  }

  private void keep(byte[] bytes, int from, int length) {
    if (begun.length < begunLength + length) {
      // By half: a peer that sends byte by byte must not have all of it copied each time.
      begun = Arrays.copyOf(begun, Math.max(begunLength + length, begun.length * 3 / 2));
    }
    System.arraycopy(bytes, from, begun, begunLength, length);
    begunLength += length;
  }

  private void parse(byte[] bytes, int from, int to) {
    try {
      parser.getInputFeeder().feedInput(bytes, from, to - from);
    } catch (XMLStreamException e) {
      throw notWellFormed(e);
    }
    int event;
    while ((event = next()) != AsyncXMLStreamReader.EVENT_INCOMPLETE) {
      handle(event);
    }
  }

  private int next() {
    try {
      return parser.next();
    } catch (XMLStreamException | RuntimeException e) {
      // Aalto answers some input by unchecked exceptions, such as an element named xmlns:a.
      throw notWellFormed(e);
    }
  }

  private void handle(int event) {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> start();
      case XMLStreamConstants.END_ELEMENT -> end();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
        String piece = piece();
        if (!open.isEmpty()) {
          text.append(piece);
        }
      }
      case XMLStreamConstants.START_DOCUMENT -> {}
      default ->
          throw new XmlStreamException(
              RESTRICTED_XML,
              "XMPP allows elements and text only, no entities, comments or processing instructions"
                  + " (RFC 6120, section 11.1)");
    }
  }

  /**
   * The text is read from the input only now, so that this is where it may turn out to be broken.
   */
  private String piece() {
    try {
      return parser.getText();
    } catch (RuntimeException e) {
      throw notWellFormed(e);
    }
  }

  private void endText() {
    XmlElement.Builder parent = open.peek();
    if (parent != null) {
      parent.text(text.toString());
    }
    text.setLength(0);
  }

  private void start() {
    endText();
    String own = emptyIfNull(parser.getNamespaceURI());
    if (own.equals(XML)) {
      // Bound to no prefix but its own, so it could not be written as a default namespace.
      throw new XmlStreamException(NOT_WELL_FORMED, "No element is of the namespace of XML itself");
    }
    XmlElement.Builder element = XmlElement.builder(own, name(parser.getLocalName()));
    for (int i = 0; i < parser.getAttributeCount(); i++) {
      String namespace = emptyIfNull(parser.getAttributeNamespace(i));
      String name = name(parser.getAttributeLocalName(i));
      if (namespace.equals(XML)) {
        name = "xml:" + name;
      } else if (!namespace.isEmpty()) {
        name = "{" + namespace + "}" + name;
      }
      element.attribute(name, parser.getAttributeValue(i));
    }
    if (stream && !inStream) {
      inStream = true;
      String content = parser.getNamespaceContext().getNamespaceURI("");
      listener.streamOpened(element.build(), emptyIfNull(content));
    } else {
      open.push(element);
    }
  }

  private void end() {
    if (open.isEmpty()) {
      listener.streamClosed();
      return;
    }
    endText();
    XmlElement element = open.pop().build();
    XmlElement.Builder parent = open.peek();
    if (parent == null) {
      listener.element(element);
    } else {
      parent.add(element);
    }
  }

  /** The parser looks at the start of a prefixed name only: {@code a:4} has been well-formed. */
  private static String name(String local) {
    if (!XmlCharacters.isName(local)) {
      throw new XmlStreamException(NOT_WELL_FORMED, "'" + local + "' is no name in XML");
    }
    return local;
  }

  private static String emptyIfNull(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static XmlStreamException notWellFormed(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return new XmlStreamException(NOT_WELL_FORMED, end < 0 ? message : message.substring(0, end));
  }
}
