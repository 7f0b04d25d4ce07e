package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Asks the application's {@link Authorization} again for subscriptions that there are. */
final class Reauthorization {

  private final NodeLanes lanes;
  private final Access access;
  private final NodeStore store;
  private final SessionSubscriptions sessions;
  private final Executor executor;

  Reauthorization(
      NodeLanes lanes,
      Access access,
      NodeStore store,
      SessionSubscriptions sessions,
      Executor executor) {
    this.lanes = lanes;
    this.access = access;
    this.store = store;
    this.sessions = sessions;
    this.executor = executor;
  }

  CompletableFuture<Integer> ofNode(String name, String reason) {
    return lanes.submit(
        name,
        work -> {
          work.node();
          return endRefused(work, subscription -> true, reason);
        });
  }

  /** Of nodes that are in use; of others nobody is notified before they are. */
  CompletableFuture<Integer> ofNodes(Predicate<String> names, String reason) {
    return sum(lanes.inUse(names).stream().map(name -> ofAll(name, s -> true, reason)).toList());
  }

  CompletableFuture<Integer> ofAccount(Jid bareJid, String reason) {
    return CompletableFuture.supplyAsync(
            () -> {
              Set<String> names = new TreeSet<>(sessions.nodesOfAccount(bareJid));
              names.addAll(store.subscriptions(bareJid).keySet());
              return names;
            },
            executor)
        .thenCompose(
            names -> {
              List<CompletableFuture<Integer>> ended = new ArrayList<>();
              names.forEach(
                  name -> ended.add(ofAll(name, s -> s.jid().bare().equals(bareJid), reason)));
              return sum(ended);
            });
  }

  private static CompletableFuture<Integer> sum(List<CompletableFuture<Integer>> ended) {
    return CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new))
        .thenApply(done -> ended.stream().mapToInt(CompletableFuture::join).sum());
  }

  /** Of a node that may have gone meanwhile. */
  private CompletableFuture<Integer> ofAll(
      String name, Predicate<Subscription> asked, String reason) {
    return lanes.submit(
        name, work -> work.exists() ? endRefused(work, asked, reason) : Integer.valueOf(0));
  }

  private int endRefused(NodeWork work, Predicate<Subscription> asked, String reason) {
    int ended = 0;
    for (Subscription subscription : work.state().all()) {
      if (asked.test(subscription)
          && !access.maySubscribe(subscription.jid(), work.node(), work.state())) {
        Enforcement.end(work, subscription, reason);
        SubscriberUseCases.tellOwners(work, subscription.with(SubscriptionState.NONE));
        ended++;
      }
    }
    return ended;
  }
}
