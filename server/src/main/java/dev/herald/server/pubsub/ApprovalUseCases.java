package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** XEP-0060, sections 8.6 and 8.7: how owners approve subscriptions. The first answer counts. */
public final class ApprovalUseCases {

  private final NodeLanes lanes;
  private final Access access;
  private final EntityUseCases entities;

  ApprovalUseCases(NodeLanes lanes, Access access, EntityUseCases entities) {
    this.lanes = lanes;
    this.access = access;
    this.entities = entities;
  }

  /**
   * Section 8.6: approves or denies what is pending; the subscriber is told, and so are the other
   * owners.
   *
   * @param subid null for all of the address
   */
  public CompletableFuture<Done> decide(
      Actor actor, String name, Jid jid, @Nullable String subid, boolean allow) {
    return lanes.submit(
        name,
        access.owned(
            actor,
            work -> {
              List<Subscription> pending =
                  pending(work).stream()
                      .filter(s -> s.jid().equals(jid))
                      .filter(s -> subid == null || s.subid().equals(subid))
                      .toList();
              if (pending.isEmpty()) {
                throw new PubSubException(
                    Reason.NOT_SUBSCRIBED,
                    "'" + jid + "' does not wait for an approval of '" + name + "' any more");
              }
              pending.forEach(subscription -> decideNow(work, actor, subscription, allow));
              return Done.DONE;
            }));
  }

  private static void decideNow(
      NodeWork work, Actor actor, Subscription subscription, boolean allow) {
    Subscription after =
        subscription.with(allow ? SubscriptionState.SUBSCRIBED : SubscriptionState.NONE);
    if (allow) {
      SubscriptionUseCases.confirm(work, after);
    } else {
      Enforcement.end(work, subscription, "An owner has denied your subscription");
    }
    Jid deciding = Actor.jid(actor);
    List<Jid> others =
        SubscriberUseCases.owners(work.state()).stream()
            .filter(owner -> deciding == null || !owner.equals(deciding.bare()))
            .toList();
    work.tell(new NodeEvent.SubscriptionChanged(work.node(), after), others);
  }

  /**
   * Section 8.7.2: the names of the nodes that the actor owns where somebody waits, sorted.
   *
   * @return fails with {@link Reason#FORBIDDEN} for who owns none
   */
  public CompletableFuture<List<String>> pendingNodes(Actor actor) {
    Jid jid = Actor.jid(actor);
    if (jid == null) {
      return CompletableFuture.failedFuture(ownsNone());
    }
    return entities
        .affiliations(jid)
        .thenCompose(
            all -> {
              List<String> owned =
                  all.entrySet().stream()
                      .filter(entry -> entry.getValue() == Affiliation.OWNER)
                      .map(Map.Entry::getKey)
                      .sorted()
                      .toList();
              return owned.isEmpty()
                  ? CompletableFuture.failedFuture(ownsNone())
                  : withPending(owned);
            });
  }

  private static PubSubException ownsNone() {
    return new PubSubException(Reason.FORBIDDEN, "You own no node, so nobody waits for you");
  }

  private CompletableFuture<List<String>> withPending(List<String> names) {
    List<CompletableFuture<Boolean>> answers =
        names.stream()
            .map(name -> lanes.submit(name, work -> work.exists() && !pending(work).isEmpty()))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<String> found = new ArrayList<>();
              for (int i = 0; i < names.size(); i++) {
                if (answers.get(i).join()) {
                  found.add(names.get(i));
                }
              }
              return found;
            });
  }

  /** Section 8.7.4: how many wait at a node. */
  public CompletableFuture<Integer> pending(Actor actor, String name) {
    return lanes.submit(name, access.owned(actor, work -> pending(work).size()));
  }

  /** Section 8.7.4: sends the requests that wait at a node once more, to the account that asks. */
  public CompletableFuture<Done> sendPending(Actor actor, String name) {
    return lanes.submit(
        name,
        access.owned(
            actor,
            work -> {
              Jid jid = Actor.jid(actor);
              if (jid != null) {
                for (Subscription subscription : pending(work)) {
                  work.tell(
                      new NodeEvent.SubscriptionRequested(work.node(), subscription),
                      List.of(jid.bare()));
                }
              }
              return Done.DONE;
            }));
  }

  private static List<Subscription> pending(NodeWork work) {
    return work.state().all().stream().filter(s -> s.state() == SubscriptionState.PENDING).toList();
  }
}
