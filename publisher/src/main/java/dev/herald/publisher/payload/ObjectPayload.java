package dev.herald.publisher.payload;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import dev.herald.Payload;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlCharacters;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.io.StringWriter;
import java.util.function.IntConsumer;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Node;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.xml.XmlFactory;
import tools.jackson.dataformat.xml.XmlMapper;

/** What an application publishes by hand, as an XML element. Thread-safe. */
public final class ObjectPayload {

  /** The namespace of objects that say none of their own. */
  static final String NAMESPACE = "urn:herald:object:1";

  /** What an application publishes itself is not hostile, but a mistake must not be sent either. */
  private static final XmlLimits LIMITS =
      new XmlLimits(16 * 1024 * 1024, 1024 * 1024, 10_000, 1_000);

  private final IntConsumer onReplaced;
  private final XmlMapper xml;
  private final JsonMapper json;

  /**
   * @param onReplaced told how many characters XML could not carry
   * @param json what writes {@link Payload#json}
   */
  public ObjectPayload(IntConsumer onReplaced, JsonMapper json) {
    this.onReplaced = onReplaced;
    this.json = json;
    WstxOutputFactory output = new WstxOutputFactory();
    InvalidCharHandler handler =
        c -> {
          onReplaced.accept(1);
          return XmlCharacters.REPLACEMENT;
        };
    output.setProperty(WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER, handler);
    this.xml =
        XmlMapper.builder(
                XmlFactory.builder()
                    .xmlInputFactory(new WstxInputFactory())
                    .xmlOutputFactory(output)
                    .build())
            .findAndAddModules()
            .build();
  }

  /**
   * Writes a payload.
   *
   * @throws IllegalArgumentException when it cannot be one XML element, saying why
   */
  public XmlElement of(Payload payload) {
    if (payload instanceof Payload.Text text) {
      return XmlElement.builder(Namespaces.ATOM, "entry").text(legal(text.text())).build();
    }
    if (payload instanceof Payload.Xml written) {
      return parse(written.xml(), "The XML to publish");
    }
    if (payload instanceof Payload.Dom dom) {
      return parse(write(dom.node()), "The DOM node to publish");
    }
    if (payload instanceof Payload.Json value) {
      return XmlElement.builder(Namespaces.JSON, "json").text(legal(json(value.value()))).build();
    }
    return bean(((Payload.Bean) payload).value());
  }

  private XmlElement bean(Object value) {
    String written;
    try {
      written = xml.writeValueAsString(value);
    } catch (JacksonException e) {
      throw cannot(value, "XML", e);
    }
    // Woodstox writes an unpaired surrogate as it is, and as UTF-8 it would become a "?".
    return parse(
            legal(written),
            "What Jackson makes of a "
                + value.getClass().getName()
                + " (map keys are names of elements there; Payload.json takes any)")
        .withNamespace("", NAMESPACE);
  }

  private String json(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JacksonException e) {
      throw cannot(value, "JSON", e);
    }
  }

  private static XmlElement parse(String xml, String what) {
    // A declaration is customary in a document and has no place in a stream.
    String content = xml.stripLeading().replaceFirst("^<\\?xml\\s[^>]*\\?>\\s*", "");
    try {
      return XmlStreamReader.parseDocument(content, LIMITS);
    } catch (XmlStreamException e) {
      throw new IllegalArgumentException(
          what + " is not one XML element that XMPP can carry: " + e.getMessage(), e);
    }
  }

  private static String write(Node node) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(node), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalArgumentException("The DOM node cannot be written as XML", e);
    }
  }

  private static IllegalArgumentException cannot(Object value, String form, JacksonException e) {
    return new IllegalArgumentException(
        "Jackson cannot write a %s as %s: %s"
            .formatted(value.getClass().getName(), form, e.getOriginalMessage()),
        e);
  }

  private String legal(String text) {
    XmlCharacters.Legal legal = XmlCharacters.legal(text);
    if (legal.replaced() > 0) {
      onReplaced.accept(legal.replaced());
    }
    return legal.text();
  }
}
