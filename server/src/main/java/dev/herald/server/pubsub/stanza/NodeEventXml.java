package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in a message that tells of an event; every name in it is escaped. */
final class NodeEventXml {

  private static final String DELAY = "urn:xmpp:delay";
  private static final String CHANGED = "urn:herald:changed:1";

  private NodeEventXml() {}

  static String of(NodeEvent event, Jid service) {
    StringBuilder xml = new StringBuilder(512);
    Node node = event.node();
    if (event instanceof NodeEvent.OfCollection passed) {
      return of(passed.event(), service);
    } else if (event instanceof NodeEvent.Published published) {
      items(xml, node, published.item());
    } else if (event instanceof NodeEvent.LastItem last) {
      items(xml, node, last.item());
      // Section 6.1.7: it is not new.
      open(xml, "delay", DELAY, "stamp", last.item().published().toString());
    } else if (event instanceof NodeEvent.Happened) {
      event(xml, "<items" + attribute("node", node.name()) + "/>");
    } else if (event instanceof NodeEvent.Retracted retracted) {
      event(
          xml,
          "<items%s><retract%s/></items>"
              .formatted(attribute("node", node.name()), attribute("id", retracted.itemId())));
    } else if (event instanceof NodeEvent.Purged) {
      event(xml, "<purge" + attribute("node", node.name()) + "/>");
    } else if (event instanceof NodeEvent.Changed changed) {
      xml.append(changed(node, changed));
    } else if (event instanceof NodeEvent.Configured) {
      event(xml, configuration(node));
    } else if (event instanceof NodeEvent.Deleted deleted) {
      event(xml, deleted(node, deleted.redirect()));
    } else if (event instanceof NodeEvent.Created) {
      event(xml, "<create" + attribute("node", node.name()) + "/>");
    } else if (event instanceof NodeEvent.Associated associated) {
      event(xml, collection(associated.collection(), "associate", node));
    } else if (event instanceof NodeEvent.Dissociated dissociated) {
      event(xml, collection(dissociated.collection(), "dissociate", node));
    } else if (event instanceof NodeEvent.SubscriptionChanged changed) {
      if (changed.reason() != null) {
        xml.append(XmlElement.builder(Namespaces.CLIENT, "body").text(changed.reason()).build());
      }
      // Section 12.14.
      event(xml, subscription(node, changed.subscription()));
    } else if (event instanceof NodeEvent.SubscriptionRequested requested) {
      xml.append(request(node, requested.subscription()));
    } else if (event instanceof NodeEvent.AffiliationChanged changed) {
      pubsub(
          xml,
          "<affiliations%s><affiliation%s%s/></affiliations>"
              .formatted(
                  attribute("node", node.name()),
                  attribute("jid", changed.account().toString()),
                  attribute("affiliation", changed.affiliation().label())));
    }
    event.id().ifPresent(id -> xml.append(StanzaId.xml(id, service)));
    return xml.toString();
  }

  private static void items(StringBuilder xml, Node node, Item item) {
    xml.append("<event xmlns=\"").append(Namespaces.PUBSUB_EVENT).append("\">");
    xml.append("<items").append(attribute("node", node.name())).append('>');
    xml.append("<item").append(attribute("id", item.id()));
    String publisher = ItemPublisher.of(node, item);
    if (publisher != null) {
      xml.append(attribute("publisher", publisher));
    }
    xml.append('>');
    if (node.configuration().deliverPayloads()) {
      xml.append(item.payload());
    }
    xml.append("</item></items></event>");
  }

  private static void event(StringBuilder xml, String content) {
    xml.append("<event xmlns=\"").append(Namespaces.PUBSUB_EVENT).append("\">");
    xml.append(content).append("</event>");
  }

  private static void pubsub(StringBuilder xml, String content) {
    xml.append("<pubsub xmlns=\"").append(Namespaces.PUBSUB).append("\">");
    xml.append(content).append("</pubsub>");
  }

  /** An extension: outside of the event, so that who does not know it passes over it. */
  private static XmlElement changed(Node node, NodeEvent.Changed changed) {
    return XmlElement.builder(CHANGED, "changed")
        .attribute("node", node.name())
        .attribute("published", "" + changed.published())
        .attribute("retracted", "" + changed.retracted())
        .build();
  }

  /** Section 8.2.5.3: a node that delivers payloads tells how it is now. */
  private static String configuration(Node node) {
    if (!node.configuration().deliverPayloads()) {
      return "<configuration" + attribute("node", node.name()) + "/>";
    }
    DataForm form =
        new DataForm(
            "result",
            OptionForms.NODE_CONFIG,
            OptionForms.fields(
                node.configuration().values(), NodeOptions.of(node.configuration())));
    return "<configuration%s>%s</configuration>"
        .formatted(attribute("node", node.name()), form.toXml());
  }

  private static String deleted(Node node, @Nullable String redirect) {
    String name = attribute("node", node.name());
    return redirect == null
        ? "<delete" + name + "/>"
        : "<delete" + name + "><redirect" + attribute("uri", redirect) + "/></delete>";
  }

  /** XEP-0248, section 5.3.2. */
  private static String collection(String collection, String change, Node node) {
    return "<collection%s><%s%s/></collection>"
        .formatted(attribute("node", collection), change, attribute("node", node.name()));
  }

  private static String subscription(Node node, Subscription subscription) {
    return "<subscription%s%s%s%s/>"
        .formatted(
            attribute("node", node.name()),
            attribute("jid", subscription.jid().toString()),
            attribute("subid", subscription.subid()),
            attribute("subscription", subscription.state().label()));
  }

  /** Section 8.6: the form that an owner is sent. */
  private static String request(Node node, Subscription subscription) {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(ApprovalMessages.SUBID, Field.of("hidden", "", subscription.subid()));
    fields.put(ApprovalMessages.NODE, Field.of("text-single", "Node", node.name()));
    fields.put(
        ApprovalMessages.SUBSCRIBER,
        Field.of("jid-single", "Subscriber", subscription.jid().toString()));
    fields.put(
        ApprovalMessages.ALLOW, Field.of("boolean", "Allow this address to subscribe?", "0"));
    return new DataForm("form", ApprovalMessages.FORM_TYPE, fields).toXml().toString();
  }

  private static void open(
      StringBuilder xml, String name, String namespace, String attribute, String value) {
    xml.append('<').append(name).append(attribute("xmlns", namespace));
    xml.append(attribute(attribute, value)).append("/>");
  }

  private static String attribute(String name, String value) {
    StringBuilder attribute = new StringBuilder().append(' ').append(name).append("=\"");
    XmlWriter.writeAttributeValue(value, attribute);
    return attribute.append('"').toString();
  }
}
