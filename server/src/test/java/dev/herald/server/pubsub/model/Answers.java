package dev.herald.server.pubsub.model;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ItemUseCases.Items;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.rsm.PageRequest;
import dev.herald.xmpp.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a service answers, in the model's words. */
final class Answers {

  static final String NO_NODE = "there is none";

  private Answers() {}

  /** Why a request was refused; null when it was not. */
  static @Nullable Reason reason(CompletableFuture<?> answer) {
    try {
      answer.join();
      return null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof PubSubException refusal) {
        return refusal.reason();
      }
      throw e;
    }
  }

  /** What is kept at a node; asked for at once, so that a store is asked once. */
  static String shown(AsyncPubSub service, String node) {
    CompletableFuture<List<Subscription>> subscribed =
        service.subscriptions().list(Actor.APPLICATION, node);
    CompletableFuture<Items> items =
        service.items().page(Actor.APPLICATION, node, null, PageRequest.last(100));
    CompletableFuture<Map<Jid, Affiliation>> affiliations =
        service.affiliations().list(Actor.APPLICATION, node);
    if (reason(subscribed) == Reason.NODE_NOT_FOUND) {
      return NO_NODE;
    }
    Map<String, String> payloads = new LinkedHashMap<>();
    if (reason(items) != Reason.COLLECTION_ITEMS) {
      items.join().page().entries().forEach(item -> payloads.put(item.id(), item.payload()));
    }
    Map<String, SubscriptionState> subscriptions = new TreeMap<>();
    for (Subscription s : subscribed.join()) {
      subscriptions.put(s.jid() + (s.isTemporary() ? " for now" : ""), s.state());
    }
    return ModelNode.shown(payloads, affiliations.join(), subscriptions);
  }
}
