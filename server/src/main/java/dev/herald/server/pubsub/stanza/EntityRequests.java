package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.EntityUseCases;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.routing.IqAnswer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** XEP-0060, sections 5.6 and 5.7: what an entity has at the nodes of the service. */
final class EntityRequests {

  private final EntityUseCases entities;

  EntityRequests(AsyncPubSub service) {
    this.entities = service.entities();
  }

  CompletableFuture<IqAnswer> subscriptions(Actor actor, Jid from, XmlElement action) {
    String node = action.attribute("node");
    if (node != null) {
      return entities
          .subscriptions(actor, from, node)
          .thenApply(all -> IqAnswer.of(subscriptions(node, Map.of(node, all))));
    }
    return entities
        .subscribedNodes(from)
        .thenCompose(
            names -> {
              Map<String, List<Subscription>> byNode = new TreeMap<>();
              CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
              for (String name : names) {
                all =
                    all.thenCombine(
                        ofNode(from, name),
                        (before, found) -> {
                          byNode.put(name, found);
                          return null;
                        });
              }
              return all.thenApply(done -> IqAnswer.of(subscriptions(null, byNode)));
            });
  }

  /** A node may be gone since it was listed. */
  private CompletableFuture<List<Subscription>> ofNode(Jid from, String name) {
    return entities
        .subscriptions(from, name)
        .exceptionally(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof PubSubException e && e.reason() == Reason.NODE_NOT_FOUND) {
                return List.of();
              }
              throw new CompletionException(cause);
            });
  }

  private static XmlElement subscriptions(
      @Nullable String node, Map<String, List<Subscription>> byNode) {
    XmlElement.Builder list =
        XmlElement.builder(Namespaces.PUBSUB, "subscriptions").attribute("node", node);
    byNode.forEach((name, all) -> all.forEach(s -> list.add(SubscriberRequests.toXml(name, s))));
    return Requests.pubsub(list);
  }

  CompletableFuture<IqAnswer> affiliations(Jid from, XmlElement action) {
    String node = action.attribute("node");
    return entities
        .affiliations(from)
        .thenApply(
            all -> {
              XmlElement.Builder list =
                  XmlElement.builder(Namespaces.PUBSUB, "affiliations").attribute("node", node);
              new TreeMap<>(all)
                  .forEach(
                      (name, affiliation) -> {
                        if (node == null || node.equals(name)) {
                          list.add(toXml(name, affiliation));
                        }
                      });
              return IqAnswer.of(Requests.pubsub(list));
            });
  }

  private static XmlElement.Builder toXml(String node, Affiliation affiliation) {
    return XmlElement.builder(Namespaces.PUBSUB, "affiliation")
        .attribute("node", node)
        .attribute("affiliation", affiliation.label());
  }
}
