package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AffiliationUseCases.AffiliationChange;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** A server with accounts whose password is their name, and what tests of XEP-0060 do with it. */
abstract class PubSubWorld {

  static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
  static final String RSM = "http://jabber.org/protocol/rsm";

  final XmppServer server =
      new XmppServer(
          new ServerSettings(
              "localhost",
              "pubsub.localhost",
              true,
              ServerSettings.defaults().xml(),
              new PubSubLimits(1_000, 5, 100, 100),
              ServerSettings.defaults().streams(),
              ServerSettings.defaults().bosh(),
              ServerSettings.defaults().outboundBytes()),
          (name, password) -> password.equals(name),
          new ClientRights(true, List.of("/open/*")),
          new MemoryNodeStore());
  final PubSubService service = server.pubSub();

  @AfterEach
  void stop() {
    server.close();
  }

  ScriptedClient client(String account) {
    return client(account, "r");
  }

  ScriptedClient client(String account, String resource) {
    return ScriptedClient.of(server, account, account, resource);
  }

  /** A node of the application, with options by their names, without {@code pubsub#}. */
  void node(String name, String... options) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      texts.put("pubsub#" + options[i], List.of(options[i + 1]));
    }
    service.create(Actor.APPLICATION, name, NodeConfiguration.INITIAL.with(texts));
  }

  void publish(String node, String... ids) {
    for (String id : ids) {
      service.publish(Actor.APPLICATION, node, id, "<x xmlns='urn:x'>The item " + id + "</x>");
    }
  }

  void affiliate(String node, String account, Affiliation affiliation) {
    service
        .async()
        .affiliations()
        .change(
            Actor.APPLICATION,
            node,
            List.of(new AffiliationChange(Jid.parse(account + "@localhost"), affiliation)))
        .join();
  }

  int subscribers(String node) {
    return service.async().entities().metadata(Actor.APPLICATION, node).join().subscribers();
  }

  /** The conditions of an error, the defined one first. */
  static String conditions(XmlElement answer) {
    return answer.child(Namespaces.CLIENT, "error").orElseThrow().children().stream()
        .map(XmlElement::name)
        .filter(name -> !name.equals("text"))
        .collect(Collectors.joining(" "));
  }

  /** Subscribes, and answers what the service says of the subscription. */
  static XmlElement subscribe(ScriptedClient client, String node, String jid, String... options) {
    XmlElement answer =
        client.pubSub(
            "set",
            "<subscribe node='%s' jid='%s'/>".formatted(node, jid)
                + (options.length == 0 ? "" : "<options>" + form(options) + "</options>"));
    assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
    return answer.children().get(0).children().get(0);
  }

  /** Names without {@code pubsub#}, and values; a value with commas is several. */
  static String form(String... options) {
    StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
    form.append("<field var='FORM_TYPE' type='hidden'><value>")
        .append(Namespaces.PUBSUB)
        .append("#subscribe_options</value></field>");
    for (int i = 0; i < options.length; i += 2) {
      form.append("<field var='pubsub#").append(options[i]).append("'>");
      for (String value : options[i + 1].split(",", -1)) {
        form.append("<value>").append(value).append("</value>");
      }
      form.append("</field>");
    }
    return form.append("</x>").toString();
  }

  static XmlElement configure(
      ScriptedClient client, String node, String jid, String subid, String... options) {
    return client.pubSub(
        "set",
        "<options node='%s' jid='%s' %s>%s</options>"
            .formatted(node, jid, subid.isEmpty() ? "" : "subid='" + subid + "'", form(options)));
  }

  static XmlElement disco(ScriptedClient client, String namespace, String node, String content) {
    client.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='d' type='get'><query xmlns='%s'%s>%s</query></iq>"
            .formatted(namespace, node.isEmpty() ? "" : " node='" + node + "'", content));
    return client.nextElement();
  }

  static String set(String content) {
    return "<set xmlns='" + RSM + "'>" + content + "</set>";
  }

  /** What a page says of itself: first, its index, last and count. */
  static String page(XmlElement parent) {
    XmlElement set = parent.child(RSM, "set").orElseThrow();
    String first =
        set.child(RSM, "first").map(f -> f.text() + "@" + f.attribute("index")).orElse("-");
    String last = set.child(RSM, "last").map(XmlElement::text).orElse("-");
    return first + " " + last + " of " + set.child(RSM, "count").orElseThrow().text();
  }

  static void presence(ScriptedClient client, String content) {
    client.send("<presence xmlns='jabber:client'>" + content + "</presence>");
    assertThat(client.next()).startsWith("<presence");
  }

  static String bare(ScriptedClient client) {
    return Jid.parse(client.jid()).bare().toString();
  }
}
