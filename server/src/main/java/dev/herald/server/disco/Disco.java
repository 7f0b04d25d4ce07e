package dev.herald.server.disco;

import dev.herald.server.disco.DiscoNodes.Line;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** XEP-0030: Service Discovery, of one service: its identity, its features, its nodes. */
public final class Disco {

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";

  private Disco() {}

  /**
   * Adds disco to the handlers of a service, whose features it announces.
   *
   * @param category and type: the service's identity (section 3.1)
   */
  public static List<IqHandler> with(
      List<IqHandler> handlers, String category, String type, String name, DiscoNodes nodes) {
    List<String> features = new ArrayList<>(List.of(INFO, ITEMS));
    handlers.forEach(handler -> features.addAll(handler.features()));
    XmlElement identity =
        XmlElement.builder(INFO, "identity")
            .attribute("category", category)
            .attribute("type", type)
            .attribute("name", name)
            .build();
    List<IqHandler> all = new ArrayList<>(handlers);
    all.add(new Info(identity, features, nodes));
    all.add(new Items(nodes));
    return all;
  }

  private static void requireQuery(IqRequest request, String namespace) {
    if (request.set() || !request.payload().is(namespace, "query")) {
      throw new StanzaException(Condition.BAD_REQUEST, "Discovery is a query in an IQ of type get");
    }
  }

  private record Info(XmlElement identity, List<String> announced, DiscoNodes nodes)
      implements IqHandler {

    @Override
    public String namespace() {
      return INFO;
    }

    @Override
    public List<String> features() {
      return List.of(INFO);
    }

    @Override
    public XmlElement handle(IqRequest request) {
      requireQuery(request, INFO);
      String node = request.payload().attribute("node");
      XmlElement.Builder query = XmlElement.builder(INFO, "query").attribute("node", node);
      if (node == null) {
        query.add(identity);
      } else {
        query.add(
            XmlElement.builder(INFO, "identity")
                .attribute("category", "pubsub")
                .attribute("type", nodes.nodeType(node)));
      }
      for (String feature : announced) {
        query.add(XmlElement.builder(INFO, "feature").attribute("var", feature));
      }
      return query.build();
    }
  }

  private record Items(DiscoNodes nodes) implements IqHandler {

    @Override
    public String namespace() {
      return ITEMS;
    }

    @Override
    public List<String> features() {
      return List.of(ITEMS);
    }

    @Override
    public XmlElement handle(IqRequest request) {
      requireQuery(request, ITEMS);
      String node = request.payload().attribute("node");
      XmlElement.Builder query = XmlElement.builder(ITEMS, "query").attribute("node", node);
      for (Line line : node == null ? nodes.items() : nodes.items(node)) {
        query.add(
            XmlElement.builder(ITEMS, "item")
                .attribute("jid", line.jid())
                .attribute("node", line.node().orElse(null))
                .attribute("name", line.name().orElse(null)));
      }
      return query.build();
    }
  }
}
