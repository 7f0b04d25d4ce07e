package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ItemUseCases;
import dev.herald.server.pubsub.ItemUseCases.Items;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqRequest;
import dev.herald.server.rsm.PageRequest;
import dev.herald.server.rsm.PageRequest.Page;
import dev.herald.server.rsm.ResultSets;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * XEP-0060, section 6.5: items are retrieved, the oldest first. Pages are those of XEP-0059, whose
 * {@code <set/>} goes beside {@code <items/>} and is preferred to {@code max_items}; without it, it
 * is the last items that are answered, and when there are more than one answer takes, a {@code
 * <set/>} says so.
 */
final class ItemRequests {

  private final ItemUseCases items;

  ItemRequests(ItemUseCases items) {
    this.items = items;
  }

  CompletableFuture<IqAnswer> retrieve(Actor actor, IqRequest iq, XmlElement request) {
    String node = Requests.node(request);
    String subid = request.attribute("subid");
    List<String> ids =
        request.children().stream()
            .filter(child -> child.is(Namespaces.PUBSUB, "item"))
            .map(Requests::itemId)
            .toList();
    if (!ids.isEmpty()) {
      return items
          .certain(actor, node, subid, ids)
          .thenApply(found -> IqAnswer.of(toXml(found).build()));
    }
    int most = maxItems(request);
    Optional<PageRequest> set = ResultSets.read(iq.payload()).or(() -> ResultSets.read(request));
    return items
        .page(actor, node, subid, set.orElseGet(() -> PageRequest.last(most)))
        .thenApply(
            found -> {
              Page<Item> page = found.page();
              XmlElement.Builder answer = toXml(found);
              if (set.isPresent() || page.entries().size() < Math.min(most, page.count())) {
                answer.add(set(page));
              }
              // The last change of the node that is in the answer (XEP-0359).
              answer.add(StanzaId.element(ChangeId.of(found.node()), iq.to()));
              return IqAnswer.of(answer.build());
            });
  }

  private static XmlElement set(Page<Item> page) {
    List<Item> items = page.entries();
    return items.isEmpty()
        ? ResultSets.write(null, 0, null, page.count())
        : ResultSets.write(
            items.get(0).id(), page.index(), items.get(items.size() - 1).id(), page.count());
  }

  private static XmlElement.Builder toXml(Items found) {
    Node node = found.node();
    XmlElement.Builder items =
        XmlElement.builder(Namespaces.PUBSUB, "items").attribute("node", node.name());
    found.page().entries().forEach(item -> items.add(toXml(node, item)));
    return XmlElement.builder(Namespaces.PUBSUB, "pubsub").add(items);
  }

  private static XmlElement toXml(Node node, Item item) {
    XmlElement.Builder xml =
        XmlElement.builder(Namespaces.PUBSUB, "item")
            .attribute("id", item.id())
            .attribute("publisher", ItemPublisher.of(node, item));
    return (item.payload().isEmpty() ? xml : xml.add(new XmlFragment(item.payload()))).build();
  }

  private static int maxItems(XmlElement items) {
    String max = items.attribute("max_items");
    if (max == null) {
      return Integer.MAX_VALUE;
    }
    try {
      int number = Integer.parseInt(max);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number below one is.
    }
    throw PubSubErrors.badRequest("max_items is a positive number, not '" + max + "'");
  }
}
