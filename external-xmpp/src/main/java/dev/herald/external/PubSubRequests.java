package dev.herald.external;

import dev.herald.external.stream.XmppStream;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import dev.herald.xmpp.XmlWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The requests of XEP-0060 to one service, on one connection. */
final class PubSubRequests {

  private static final String ITEMS = "http://jabber.org/protocol/disco#items";
  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String RSM = "http://jabber.org/protocol/rsm";

  private final XmppStream stream;
  private final String service;

  PubSubRequests(XmppStream stream, String service) {
    this.stream = stream;
    this.service = service;
  }

  /** The service's address. */
  String jid() {
    return service;
  }

  /** The own address, without the resource. */
  String own() {
    String jid = stream.jid();
    int slash = jid.indexOf('/');
    return slash < 0 ? jid : jid.substring(0, slash);
  }

  static String publish(String node, String itemId, XmlFragment payload) {
    StringBuilder xml = begin(Namespaces.PUBSUB, "publish", node).append("><item id='");
    XmlWriter.writeAttributeValue(itemId, xml);
    return xml.append("'>").append(payload.xml()).append("</item></publish></pubsub>").toString();
  }

  static String retract(String node, String itemId) {
    StringBuilder xml = begin(Namespaces.PUBSUB, "retract", node).append(" notify='1'><item id='");
    XmlWriter.writeAttributeValue(itemId, xml);
    return xml.append("'/></retract></pubsub>").toString();
  }

  private static StringBuilder begin(String namespace, String verb, String node) {
    StringBuilder xml = new StringBuilder(256);
    xml.append("<pubsub xmlns='").append(namespace).append("'><").append(verb).append(" node='");
    XmlWriter.writeAttributeValue(node, xml);
    return xml.append('\'');
  }

  /** Sends what {@link #publish} or {@link #retract} has written. */
  CompletableFuture<XmlElement> send(String request) {
    return stream.ask("set", service, request);
  }

  /** Creates a node; null for the server's defaults. */
  void create(String node, @Nullable NodeForm form) {
    StringBuilder xml = begin(Namespaces.PUBSUB, "create", node).append("/>");
    if (form != null) {
      xml.append("<configure>").append(form.toXml()).append("</configure>");
    }
    stream.request("set", service, xml.append("</pubsub>").toString());
  }

  /** The configuration of a node, which its owners may ask for. */
  NodeForm configuration(String node) {
    return NodeForm.of(
        stream.request(
            "get",
            service,
            begin(Namespaces.PUBSUB_OWNER, "configure", node).append("/></pubsub>").toString()));
  }

  void configure(String node, NodeForm form) {
    stream.request(
        "set",
        service,
        begin(Namespaces.PUBSUB_OWNER, "configure", node)
            .append('>')
            .append(form.toXml())
            .append("</configure></pubsub>")
            .toString());
  }

  /** Asks whether there is such a node, which everybody may. */
  void requireNode(String node) {
    stream.request("get", service, query(INFO, node, ""));
  }

  private static String query(String namespace, @Nullable String node, String content) {
    StringBuilder xml = new StringBuilder("<query xmlns='").append(namespace).append('\'');
    if (node != null) {
      xml.append(" node='");
      XmlWriter.writeAttributeValue(node, xml);
      xml.append('\'');
    }
    return xml.append('>').append(content).append("</query>").toString();
  }

  /** The names of all nodes. */
  List<String> nodes() {
    return listed(null, "node");
  }

  /** The ids of a node's items. */
  List<String> itemIds(String node) {
    return listed(node, "name");
  }

  /** In one answer, or in pages where the server makes them (XEP-0059). */
  private List<String> listed(@Nullable String node, String attribute) {
    List<String> all = new ArrayList<>();
    String page = "";
    while (true) {
      XmlElement query =
          stream.request("get", service, query(ITEMS, node, page)).firstChild().orElseThrow();
      int before = all.size();
      for (XmlElement item : query.children()) {
        String value = item.attribute(attribute);
        if (item.name().equals("item") && value != null) {
          all.add(value);
        }
      }
      XmlElement set = query.child(RSM, "set").orElse(null);
      if (set == null || all.size() == before) {
        return all;
      }
      int count =
          set.child(RSM, "count").map(c -> Integer.parseInt(c.text().strip())).orElse(all.size());
      String last = set.child(RSM, "last").map(XmlElement::text).orElse("");
      if (all.size() >= count || last.isEmpty()) {
        return all;
      }
      page =
          XmlElement.builder(RSM, "set")
              .add(XmlElement.builder(RSM, "after").text(last))
              .build()
              .toString();
    }
  }

  /** Who is subscribed to a node, which its owners may ask for: full and bare JIDs. */
  List<String> subscribers(String node) {
    XmlElement answer =
        stream.request(
            "get",
            service,
            begin(Namespaces.PUBSUB_OWNER, "subscriptions", node).append("/></pubsub>").toString());
    List<String> jids = new ArrayList<>();
    answer
        .firstChild()
        .flatMap(XmlElement::firstChild)
        .ifPresent(
            list -> {
              for (XmlElement one : list.children()) {
                String jid = one.attribute("jid");
                if (jid != null) {
                  jids.add(jid);
                }
              }
            });
    return jids;
  }

  /** Ends subscriptions to a node, which its owners may. */
  void endSubscriptions(String node, Collection<String> jids) {
    StringBuilder xml = begin(Namespaces.PUBSUB_OWNER, "subscriptions", node).append('>');
    for (String jid : jids) {
      xml.append("<subscription subscription='none' jid='");
      XmlWriter.writeAttributeValue(jid, xml);
      xml.append("'/>");
    }
    stream.request("set", service, xml.append("</subscriptions></pubsub>").toString());
  }

  XmppStream stream() {
    return stream;
  }

  /** The payloads of those of these items that there are. */
  Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    StringBuilder xml = begin(Namespaces.PUBSUB, "items", node).append('>');
    for (String id : itemIds) {
      xml.append("<item id='");
      XmlWriter.writeAttributeValue(id, xml);
      xml.append("'/>");
    }
    XmlElement answer = stream.request("get", service, xml.append("</items></pubsub>").toString());
    Map<String, XmlElement> payloads = new HashMap<>();
    answer
        .firstChild()
        .flatMap(XmlElement::firstChild)
        .ifPresent(
            items -> {
              for (XmlElement item : items.children()) {
                String id = item.attribute("id");
                if (id != null) {
                  item.firstChild().ifPresent(payload -> payloads.put(id, payload));
                }
              }
            });
    return payloads;
  }
}
