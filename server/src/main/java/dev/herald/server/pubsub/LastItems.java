package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.SendLastItem;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** XEP-0060, section 6.1.7: the last item, for who has come later. Thread-safe. */
public final class LastItems {

  private final NodeLanes lanes;
  private final EntityUseCases entities;
  // Whoever comes and goes quickly is served once at a time.
  private final Set<Jid> served = ConcurrentHashMap.newKeySet();

  LastItems(NodeLanes lanes, EntityUseCases entities) {
    this.lanes = lanes;
    this.entities = entities;
  }

  /** To a new subscription, if its node does so. */
  public void onSubscription(String name, Subscription subscription) {
    CompletableFuture<Done> unused =
        lanes.submit(
            name,
            work -> {
              if (work.exists() && work.state().of(subscription.jid()).contains(subscription)) {
                send(work, subscription);
              }
              return Done.DONE;
            });
  }

  /** The same within a request that has made or approved the subscription. */
  static void send(NodeWork work, Subscription subscription) {
    if (when(work) != SendLastItem.NEVER && subscription.isSubscribed()) {
      tell(work, List.of(subscription));
    }
  }

  /**
   * A resource has become available: nodes that send their last item then send it to this resource,
   * one node after the other.
   */
  public void onPresence(Jid fullJid) {
    if (!served.add(fullJid)) {
      return;
    }
    CompletableFuture<Void> unused =
        entities
            .subscribedNodes(fullJid)
            .thenCompose(
                names -> {
                  CompletableFuture<?> all = CompletableFuture.completedFuture(Done.DONE);
                  for (String name : names) {
                    all = all.thenCompose(done -> lanes.submit(name, work -> greet(work, fullJid)));
                  }
                  return all;
                })
            .handle(
                (done, failure) -> {
                  served.remove(fullJid);
                  return null;
                });
  }

  private static Done greet(NodeWork work, Jid fullJid) {
    if (work.exists() && when(work) == SendLastItem.ON_SUB_AND_PRESENCE) {
      List<Subscription> all = new ArrayList<>(work.state().of(fullJid));
      for (Subscription ofAccount : work.state().of(fullJid.bare())) {
        // The account's other resources have it already.
        all.add(
            new Subscription(fullJid, ofAccount.subid(), ofAccount.state(), ofAccount.options()));
      }
      tell(work, all.stream().filter(Subscription::isSubscribed).toList());
    }
    return Done.DONE;
  }

  private static SendLastItem when(NodeWork work) {
    return work.node().configuration().get(NodeOptions.SEND_LAST_PUBLISHED_ITEM);
  }

  private static void tell(NodeWork work, List<Subscription> to) {
    for (Item item : work.stored().items(0, Long.MAX_VALUE, 1, true)) {
      work.notify(new NodeEvent.LastItem(work.node(), item), to);
    }
  }
}
