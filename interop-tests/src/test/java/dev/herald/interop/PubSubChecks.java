package dev.herald.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.w3c.dom.Document;

/** The checks of XEP-0060 in the resources, and a server's service that they are run on. */
final class PubSubChecks implements AutoCloseable {

  private static final List<String> FILES =
      List.of(
          "5-discovery",
          "6.1-subscribe",
          "6.2-unsubscribe",
          "6.3-subscription-options",
          "6.5-items",
          "7.1-publish",
          "7.1.3-publish-errors",
          "7.1.4-publish-options",
          "7.2-retract",
          "8.1-create",
          "8.2-configure",
          "8.4-delete-and-purge",
          "8.6-approval",
          "8.8-subscriptions",
          "8.9-affiliations",
          "12-notes");

  /** Whom the checks call how; the friar does nothing but ask. */
  private static final List<String> ACTORS = List.of("owner", "subscriber", "stranger", "friar");

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration SHORT_GRACE = Duration.ofMillis(300);

  private final Map<String, StanzaClient> clients = new LinkedHashMap<>();
  private final StanzaClient owner;
  private final Places places;

  private PubSubChecks(ServerUnderTest server) {
    Map<String, String> texts = new HashMap<>();
    texts.put("service", server.pubSub());
    texts.put("domain", server.domain());
    for (int i = 0; i < ACTORS.size(); i++) {
      Account account = ServerUnderTest.ACCOUNTS.get(i);
      StanzaClient client = StanzaClient.login(server, account);
      clients.put(ACTORS.get(i), client);
      texts.put(ACTORS.get(i), account.jid(server.domain()));
      texts.put("full " + ACTORS.get(i), client.jid());
    }
    owner = Objects.requireNonNull(clients.get("owner"));
    places = new Places(texts);
  }

  /** All checks, in the order of the document. */
  static List<Check> all() {
    return FILES.stream()
        .map(file -> CheckParser.parse("/checks/" + file + ".checks"))
        .flatMap(List::stream)
        .toList();
  }

  /** Logs four users in, who are to be closed. */
  static PubSubChecks on(ServerUnderTest server) {
    return new PubSubChecks(server);
  }

  /** What the server says of itself by XEP-0092. */
  String version() {
    return Xml.text(
        asked("<iq type='get' to='{domain}'><query xmlns='jabber:iq:version'/></iq>"),
        "//v:version");
  }

  /**
   * Runs checks one after the other, each on a node of its own. Of those that are known to differ,
   * what does not come is not waited for long.
   */
  List<CheckResult> run(List<Check> checks, Set<String> knownToDiffer) {
    Offered offered = offered();
    List<CheckResult> results = new ArrayList<>();
    for (Check check : checks) {
      Duration grace = knownToDiffer.contains(check.name()) ? SHORT_GRACE : GRACE;
      clients.values().forEach(client -> client.startAnew(grace));
      Places ofThis = places.with("node", "node-" + results.size());
      results.add(new CheckRun(check, clients, offered, ofThis).run());
    }
    return results;
  }

  private Offered offered() {
    asked(Shorthand.request("set", "", "<create node='node'/>"));
    asked(Shorthand.request("set", "", "<subscribe node='node' jid='{owner}'/>"));
    return Offered.of(
        asked(
            "<iq type='get' to='{service}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"),
        asked(Shorthand.request("get", "#owner", "<configure node='node'/>")),
        asked(Shorthand.request("get", "", "<options node='node' jid='{owner}'/>")));
  }

  private Document asked(String request) {
    return owner
        .ask(places.fill(request))
        .orElseThrow(() -> new AssertionError("No answer to " + request));
  }

  @Override
  public void close() {
    clients.values().forEach(StanzaClient::close);
  }
}
