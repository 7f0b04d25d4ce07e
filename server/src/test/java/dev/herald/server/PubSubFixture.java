package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** A server whose clients may create nodes, and what tests of XEP-0060 say to it. */
abstract class PubSubFixture {

  final Authorization authorization;
  final MemoryNodeStore store = new MemoryNodeStore();
  final XmppServer server;
  final PubSubService service;

  PubSubFixture() {
    this(new ClientRights(true, List.of()));
  }

  PubSubFixture(Authorization authorization) {
    this.authorization = authorization;
    server =
        new XmppServer(
            ServerSettings.defaults().withAnonymous(true), Accounts.NONE, authorization, store);
    service = server.pubSub();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  ScriptedClient client() {
    return ScriptedClient.anonymous(server);
  }

  static String bare(ScriptedClient client) {
    return client.jid().substring(0, client.jid().indexOf('/'));
  }

  /** Options as name=value, without {@code pubsub#}. */
  static String form(String formType, String... options) {
    StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
    form.append(field("FORM_TYPE", Namespaces.PUBSUB + "#" + formType));
    for (String option : options) {
      int at = option.indexOf('=');
      form.append(field("pubsub#" + option.substring(0, at), option.substring(at + 1)));
    }
    return form.append("</x>").toString();
  }

  private static String field(String name, String value) {
    return "<field var='%s'><value>%s</value></field>".formatted(name, value);
  }

  static XmlElement create(ScriptedClient owner, String node, String... options) {
    return owner.pubSub(
        "set",
        "<create node='%s'/><configure>%s</configure>"
            .formatted(node, form("node_config", options)));
  }

  static void created(ScriptedClient owner, String node, String... options) {
    succeeds(create(owner, node, options));
  }

  static XmlElement configure(ScriptedClient owner, String node, String... options) {
    return owned(
        owner,
        "set",
        "<configure node='%s'>%s</configure>".formatted(node, form("node_config", options)));
  }

  static XmlElement publish(ScriptedClient client, String node, String item) {
    return client.pubSub("set", "<publish node='%s'>%s</publish>".formatted(node, item));
  }

  /** An item with a payload. */
  static String item(String id) {
    return "<item id='" + id + "'><x xmlns='urn:x'/></item>";
  }

  static XmlElement affiliate(ScriptedClient owner, String node, String jid, String affiliation) {
    return owned(
        owner,
        "set",
        "<affiliations node='%s'><affiliation jid='%s' affiliation='%s'/></affiliations>"
            .formatted(node, jid, affiliation));
  }

  /** An IQ of section 8. */
  static XmlElement owned(ScriptedClient client, String type, String content) {
    client.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='o' type='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
            .formatted(type, Namespaces.PUBSUB_OWNER, content));
    return client.nextElement();
  }

  static void succeeds(XmlElement answer) {
    assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
  }

  /** The type and the conditions of an error. */
  static String error(XmlElement answer) {
    XmlElement error =
        answer
            .child(Namespaces.CLIENT, "error")
            .orElseThrow(() -> new AssertionError("no error: " + answer));
    return error.attribute("type")
        + " "
        + error.children().stream()
            .map(XmlElement::name)
            .filter(name -> !name.equals("text"))
            .collect(Collectors.joining(" "));
  }

  /** The feature that is unsupported. */
  static String feature(XmlElement answer) {
    return String.valueOf(
        answer
            .child(Namespaces.CLIENT, "error")
            .flatMap(error -> error.child(Namespaces.PUBSUB_ERRORS, "unsupported"))
            .orElseThrow()
            .attribute("feature"));
  }
}
