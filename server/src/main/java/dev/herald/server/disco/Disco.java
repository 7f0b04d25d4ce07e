package dev.herald.server.disco;

import dev.herald.server.disco.DiscoNodes.Line;
import dev.herald.server.disco.DiscoNodes.Lines;
import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0030: Service Discovery, of one service: its identity, its features, its nodes; with the
 * software as an extension (XEP-0128), and all of it as a hash (XEP-0115).
 */
public final class Disco {

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";

  /** What names the software in XEP-0115. */
  private static final String CAPS_NODE = "urn:herald:server";

  private final List<IqHandler> handlers;
  private final XmlElement stream;

  private Disco(List<IqHandler> handlers, XmlElement stream) {
    this.handlers = handlers;
    this.stream = stream;
  }

  /**
   * Adds disco to the handlers of a service, whose features it announces.
   *
   * @param software name and version, as XEP-0232 has them
   */
  public static Disco of(
      List<IqHandler> handlers, Identity identity, Map<String, String> software, DiscoNodes nodes) {
    List<String> features = new ArrayList<>(List.of(INFO, ITEMS, Capabilities.NAMESPACE));
    handlers.forEach(handler -> features.addAll(handler.features()));
    List<String> announced = features.stream().distinct().toList();
    Map<String, Field> fields = new LinkedHashMap<>();
    software.forEach((name, value) -> fields.put(name, Field.of("text-single", "", value)));
    DataForm form = new DataForm("result", "urn:xmpp:dataforms:softwareinfo", fields);
    String hash = Capabilities.hash(identity, announced, form);
    List<IqHandler> all = new ArrayList<>(handlers);
    all.add(new Info(identity, announced, form, CAPS_NODE + "#" + hash, nodes));
    all.add(new Items(nodes));
    return new Disco(List.copyOf(all), Capabilities.feature(CAPS_NODE, hash));
  }

  /** The handlers of the service, disco's own among them. */
  public List<IqHandler> handlers() {
    return handlers;
  }

  /** What a stream's features say of the service (XEP-0115, section 6.3). */
  public XmlElement streamFeature() {
    return stream;
  }

  private static void requireQuery(IqRequest request, String namespace) {
    if (request.set() || !request.payload().is(namespace, "query")) {
      throw new StanzaException(Condition.BAD_REQUEST, "Discovery is a query in an IQ of type get");
    }
  }

  private record Info(
      Identity identity, List<String> announced, DataForm form, String caps, DiscoNodes nodes)
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
    public CompletableFuture<IqAnswer> answer(IqRequest request) {
      requireQuery(request, INFO);
      String node = request.payload().attribute("node");
      if (node == null || node.equals(caps)) {
        return CompletableFuture.completedFuture(
            IqAnswer.of(query(node, identity, announced, form)));
      }
      return nodes
          .info(request, node)
          .thenApply(
              info ->
                  IqAnswer.of(
                      query(
                          node,
                          info.identity(),
                          info.features().orElse(announced),
                          info.metadata().orElse(null))));
    }

    private static XmlElement query(
        @Nullable String node, Identity described, List<String> features, @Nullable DataForm more) {
      XmlElement.Builder query = XmlElement.builder(INFO, "query").attribute("node", node);
      query.add(
          XmlElement.builder(INFO, "identity")
              .attribute("category", described.category())
              .attribute("type", described.type())
              .attribute("name", described.name().isEmpty() ? null : described.name()));
      for (String feature : features) {
        query.add(XmlElement.builder(INFO, "feature").attribute("var", feature));
      }
      return (more == null ? query : query.add(more.toXml())).build();
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
    public CompletableFuture<IqAnswer> answer(IqRequest request) {
      requireQuery(request, ITEMS);
      String node = request.payload().attribute("node");
      return (node == null ? nodes.items(request) : nodes.items(request, node))
          .thenApply(lines -> IqAnswer.of(query(node, lines)));
    }

    private static XmlElement query(@Nullable String node, Lines lines) {
      XmlElement.Builder query = XmlElement.builder(ITEMS, "query").attribute("node", node);
      for (Line line : lines.lines()) {
        query.add(
            XmlElement.builder(ITEMS, "item")
                .attribute("jid", line.jid())
                .attribute("node", line.node().orElse(null))
                .attribute("name", line.name().orElse(null)));
      }
      lines.set().ifPresent(query::add);
      return query.build();
    }
  }
}
