package dev.herald.interop;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** XPath on stanzas, with short prefixes for the namespaces of XEP-0060. */
final class Xml {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final Map<String, String> NAMESPACES =
      Map.ofEntries(
          Map.entry("c", "jabber:client"),
          Map.entry("st", "urn:ietf:params:xml:ns:xmpp-stanzas"),
          Map.entry("ps", PUBSUB),
          Map.entry("ev", PUBSUB + "#event"),
          Map.entry("ow", PUBSUB + "#owner"),
          Map.entry("er", PUBSUB + "#errors"),
          Map.entry("x", "jabber:x:data"),
          Map.entry("info", "http://jabber.org/protocol/disco#info"),
          Map.entry("items", "http://jabber.org/protocol/disco#items"),
          Map.entry("cmd", "http://jabber.org/protocol/commands"),
          Map.entry("rsm", "http://jabber.org/protocol/rsm"),
          Map.entry("shim", "http://jabber.org/protocol/shim"),
          Map.entry("delay", "urn:xmpp:delay"),
          Map.entry("v", "jabber:iq:version"),
          Map.entry("atom", "http://www.w3.org/2005/Atom"));

  /** For one thread at a time. */
  private static final XPathFactory COMPILERS = XPathFactory.newInstance();

  private static final NamespaceContext PREFIXES =
      new NamespaceContext() {
        @Override
        public String getNamespaceURI(String prefix) {
          return NAMESPACES.getOrDefault(prefix, XMLConstants.NULL_NS_URI);
        }

        @Override
        public String getPrefix(String namespace) {
          throw new UnsupportedOperationException("XPath asks for namespaces only");
        }

        @Override
        public Iterator<String> getPrefixes(String namespace) {
          throw new UnsupportedOperationException("XPath asks for namespaces only");
        }
      };

  private Xml() {}

  /** Whether an expression is true: there are such nodes, or it is so. */
  static boolean holds(Document stanza, String xpath) {
    return (boolean) evaluate(stanza, "boolean(" + xpath + ")", XPathConstants.BOOLEAN);
  }

  /** The text of the first such node, or of the expression; empty where there is none. */
  static String text(Document stanza, String xpath) {
    return (String) evaluate(stanza, xpath, XPathConstants.STRING);
  }

  /** The texts of all such nodes. */
  static Set<String> texts(Document stanza, String xpath) {
    NodeList nodes = (NodeList) evaluate(stanza, xpath, XPathConstants.NODESET);
    Set<String> texts = new TreeSet<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static synchronized Object evaluate(Document stanza, String xpath, QName returned) {
    XPath compiler = COMPILERS.newXPath();
    compiler.setNamespaceContext(PREFIXES);
    try {
      return compiler.evaluate(xpath, stanza, returned);
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException("No XPath expression: " + xpath, e);
    }
  }
}
