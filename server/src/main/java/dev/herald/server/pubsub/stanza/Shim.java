package dev.herald.server.pubsub.stanza;

import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.disco.Identity;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** XEP-0131: Stanza Headers and Internet Metadata: those of notifications, and their discovery. */
public final class Shim implements DiscoNodes {

  /** And the name of the node that says which headers there are (section 3.2). */
  static final String NAMESPACE = "http://jabber.org/protocol/shim";

  private static final String COLLECTION = "Collection";
  private static final String SUBID = "SubID";

  private final DiscoNodes nodes;

  /**
   * The headers beside the other nodes of a service.
   *
   * @param nodes the others
   */
  public Shim(DiscoNodes nodes) {
    this.nodes = nodes;
  }

  /**
   * XEP-0060, section 7.1.2.4, and XEP-0248, section 5.3.1: as the last child of the message.
   *
   * @return empty for no header
   */
  static String headers(List<Subscription> subscriptions, @Nullable String collection) {
    if (subscriptions.isEmpty() && collection == null) {
      return "";
    }
    XmlElement.Builder headers = XmlElement.builder(NAMESPACE, "headers");
    if (collection != null) {
      headers.add(header(COLLECTION, collection));
    }
    subscriptions.forEach(subscription -> headers.add(header(SUBID, subscription.subid())));
    return headers.build().toString();
  }

  private static XmlElement.Builder header(String name, String value) {
    return XmlElement.builder(NAMESPACE, "header").attribute("name", name).text(value);
  }

  @Override
  public CompletableFuture<Lines> items(IqRequest request) {
    return nodes.items(request);
  }

  @Override
  public CompletableFuture<Lines> items(IqRequest request, String node) {
    return node.equals(NAMESPACE)
        ? CompletableFuture.completedFuture(Lines.all(List.of()))
        : nodes.items(request, node);
  }

  @Override
  public CompletableFuture<Info> info(IqRequest request, String node) {
    return node.equals(NAMESPACE)
        ? CompletableFuture.completedFuture(
            new Info(
                new Identity("pubsub", "service", "Headers of notifications"),
                Optional.of(
                    Stream.of(COLLECTION, SUBID).map(name -> NAMESPACE + "#" + name).toList()),
                Optional.empty()))
        : nodes.info(request, node);
  }
}
