package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060, sections 4.1 and 4.5 of version 1.30: who may do what. */
class PermissionsTest extends PubSubFixture {

  private static final List<String> ACTIONS =
      List.of("subscribe", "retrieve", "publish", "retract", "purge", "configure", "delete");

  private final ScriptedClient owner = client();

  @ParameterizedTest
  @CsvSource({
    "open,      owner,        subscribe retrieve publish retract purge configure delete",
    "open,      publisher,    subscribe retrieve publish retract purge",
    "open,      publish-only, publish",
    "open,      member,       subscribe retrieve",
    "open,      none,         subscribe retrieve",
    "open,      outcast,      ''",
    "authorize, owner,        subscribe retrieve publish retract purge configure delete",
    "authorize, publisher,    subscribe retrieve publish retract purge",
    "authorize, publish-only, publish",
    "authorize, member,       subscribe retrieve",
    "authorize, none,         pending",
    "authorize, outcast,      ''",
    "whitelist, owner,        subscribe retrieve publish retract purge configure delete",
    "whitelist, publisher,    subscribe retrieve publish retract purge",
    "whitelist, publish-only, publish",
    "whitelist, member,       subscribe retrieve",
    "whitelist, none,         ''",
    "whitelist, outcast,      ''",
  })
  void whatAnAffiliationAllows_4_1_and_12_12(String model, String affiliation, String allowed) {
    List<String> done = new ArrayList<>();
    for (String action : ACTIONS) {
      String node = "/" + action;
      created(owner, node, "access_model=" + model);
      succeeds(publish(owner, node, item("1")));
      ScriptedClient subject = client();
      succeeds(affiliate(owner, node, bare(subject), affiliation));
      if (!affiliation.equals("none")) {
        subject.next();
      }
      XmlElement answer = attempt(subject, action, node);
      if ("result".equals(answer.attribute("type"))) {
        done.add(answer.toString().contains("\"pending\"") ? "pending" : action);
        if (answer.toString().contains("\"pending\"")) {
          owner.next();
        }
      }
    }
    assertThat(String.join(" ", done)).isEqualTo(allowed);
  }

  private static XmlElement attempt(ScriptedClient client, String action, String node) {
    return switch (action) {
      case "subscribe" ->
          client.pubSub("set", "<subscribe node='%s' jid='%s'/>".formatted(node, client.jid()));
      case "retrieve" -> client.pubSub("get", "<items node='%s'/>".formatted(node));
      case "publish" -> publish(client, node, item("2"));
      case "retract" ->
          client.pubSub("set", "<retract node='%s'><item id='1'/></retract>".formatted(node));
      case "configure" -> configure(client, node, "title=Mine");
      default -> owned(client, "set", "<%s node='%s'/>".formatted(action, node));
    };
  }
}
