package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.EventSink;
import dev.herald.server.pubsub.Item;
import dev.herald.server.pubsub.NodeEvent;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * XEP-0060, sections 7.1.2.1, 7.2.2.1 and 8.4: tells subscribers. The {@code <event/>} is written
 * once and only addressed for each of them.
 */
public final class PubSubNotifier implements EventSink {

  private final Jid service;
  private final SessionRegistry sessions;

  public PubSubNotifier(Jid service, SessionRegistry sessions) {
    this.service = service;
    this.sessions = sessions;
  }

  @Override
  public void deliver(NodeEvent event, Collection<Jid> subscribers) {
    if (subscribers.isEmpty()) {
      return;
    }
    // Headline is the default of pubsub#notification_type: it is not stored for who is offline.
    byte[] head =
        bytes(
            "<message xmlns=\""
                + Namespaces.CLIENT
                + "\" type=\"headline\" from=\""
                + service
                + "\" to=\"");
    byte[] tail = bytes("\">" + event(event) + "</message>");
    for (Jid subscriber : subscribers) {
      for (Session session : sessions.addressed(subscriber)) {
        byte[] address = session.isComponent() ? escaped(subscriber) : session.address();
        session.send(Outbound.addressed(head, address, tail));
      }
    }
  }

  private static byte[] escaped(Jid jid) {
    StringBuilder value = new StringBuilder();
    XmlWriter.writeAttributeValue(jid.toString(), value);
    return bytes(value.toString());
  }

  private static byte[] bytes(String xml) {
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  private static String event(NodeEvent event) {
    StringBuilder xml = new StringBuilder(512);
    xml.append("<event xmlns=\"").append(Namespaces.PUBSUB_EVENT).append("\">");
    if (event instanceof NodeEvent.Published published) {
      Item item = published.item();
      xml.append("<items").append(attribute("node", published.node())).append('>');
      xml.append("<item").append(attribute("id", item.id())).append('>');
      xml.append(item.payload()).append("</item></items>");
    } else if (event instanceof NodeEvent.Happened happened) {
      xml.append("<items").append(attribute("node", happened.node())).append("/>");
    } else if (event instanceof NodeEvent.Retracted retracted) {
      xml.append("<items").append(attribute("node", retracted.node())).append('>');
      xml.append("<retract").append(attribute("id", retracted.itemId())).append("/></items>");
    } else if (event instanceof NodeEvent.Deleted deleted) {
      xml.append("<delete").append(attribute("node", deleted.node())).append("/>");
    }
    return xml.append("</event>").toString();
  }

  private static String attribute(String name, String value) {
    StringBuilder attribute = new StringBuilder().append(' ').append(name).append("=\"");
    XmlWriter.writeAttributeValue(value, attribute);
    return attribute.append('"').toString();
  }
}
