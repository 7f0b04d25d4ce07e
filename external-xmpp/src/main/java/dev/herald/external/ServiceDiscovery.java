package dev.herald.external;

import dev.herald.external.stream.AnswerException;
import dev.herald.external.stream.ConnectionException;
import dev.herald.external.stream.XmppStream;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** Finds the PubSub service of a server (XEP-0030; XEP-0060, section 5.1). */
final class ServiceDiscovery {

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";

  /** A server lists its components, of which there are a few. */
  private static final int MOST_LISTED = 50;

  private ServiceDiscovery() {}

  /**
   * The one that is set; else {@code pubsub.} and the domain; else the first that the server lists.
   *
   * @throws ConnectionException when there is none
   */
  static PubSubRequests find(XmppStream stream, XmppSettings settings) {
    String set = settings.service();
    // A component is one of several of its server.
    String domain =
        settings.isComponent()
            ? settings.domain().substring(settings.domain().indexOf('.') + 1)
            : settings.domain();
    String first = set == null ? "pubsub." + domain : set;
    String why = whyNot(stream, first);
    if (why.isEmpty()) {
      return new PubSubRequests(stream, first);
    }
    if (set == null) {
      for (String listed : listed(stream, domain)) {
        if (whyNot(stream, listed).isEmpty()) {
          return new PubSubRequests(stream, listed);
        }
      }
    }
    throw new ConnectionException(
        "There is no PubSub service at '%s' (%s): set its address (herald.xmpp.service), or have the server offer one (ejabberd: mod_pubsub; Prosody: Component \"%s\" \"pubsub\")"
            .formatted(first, why, first));
  }

  /** Why this is no PubSub service; empty when it is. */
  private static String whyNot(XmppStream stream, String jid) {
    try {
      XmlElement info = stream.request("get", jid, "<query xmlns='" + INFO + "'/>");
      boolean isService =
          info.child(INFO, "query").stream()
              .flatMap(query -> query.children().stream())
              .anyMatch(
                  child ->
                      child.name().equals("identity")
                          && "pubsub".equals(child.attribute("category"))
                          && "service".equals(child.attribute("type")));
      return isService ? "" : "it is something else";
    } catch (AnswerException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<String> listed(XmppStream stream, String domain) {
    List<String> listed = new ArrayList<>();
    try {
      stream.request("get", domain, "<query xmlns='" + ITEMS + "'/>").child(ITEMS, "query").stream()
          .flatMap(query -> query.children().stream())
          .map(item -> item.attribute("jid"))
          .limit(MOST_LISTED)
          .forEach(
              jid -> {
                if (jid != null) {
                  listed.add(jid);
                }
              });
    } catch (AnswerException e) {
      // Then the one that was asked for is named.
    }
    return listed;
  }
}
