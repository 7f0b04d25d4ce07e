package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 6: what subscribers do. Answers are as those of {@link AsyncPubSub}. */
public final class SubscriberUseCases {

  /** With different options each (section 6.1.6). */
  private static final int MOST_OF_ADDRESS = 20;

  private final NodeLanes lanes;
  private final SessionSubscriptions sessions;
  private final Access access;
  private final PubSubLimits limits;

  SubscriberUseCases(
      NodeLanes lanes, SessionSubscriptions sessions, Access access, PubSubLimits limits) {
    this.lanes = lanes;
    this.sessions = sessions;
    this.access = access;
    this.limits = limits;
  }

  /**
   * Section 6.1: subscribes an address of the actor, full or bare. Once more with the same options
   * changes nothing; with others, it is one more subscription (section 6.1.6).
   *
   * @param jid notifications go to this full JID, or to all that is online of this bare one
   */
  public CompletableFuture<Subscription> subscribe(
      Actor actor, String name, Jid jid, OptionValues options) {
    return subscribeAt(actor, name, jid, options).thenApply(Subscribed::subscription);
  }

  /** A subscription, and the node as of then: its next change is the first that is told. */
  public record Subscribed(Node node, Subscription subscription) {}

  /** As {@link #subscribe}. */
  public CompletableFuture<Subscribed> subscribeAt(
      Actor actor, String name, Jid jid, OptionValues options) {
    return AsyncPubSub.checked(
        () -> {
          SubscriptionChecks.requireOwnAddress(actor, jid);
          SubscriptionChecks.requireFuture(options);
          return lanes.submit(
              name,
              work -> {
                Subscription subscription = subscribeNow(work, actor, jid, options);
                return new Subscribed(work.node(), subscription);
              });
        });
  }

  private Subscription subscribeNow(NodeWork work, Actor actor, Jid jid, OptionValues wanted) {
    access.requireKnown(actor, work);
    access.requireNotMoved(work);
    Node node = work.node();
    access.require(actor, Action.SUBSCRIBE, work);
    if (!node.configuration().get(NodeOptions.SUBSCRIBE)) {
      throw new PubSubException(
          Reason.SUBSCRIPTIONS_CLOSED, "'" + node.name() + "' takes no subscriptions");
    }
    OptionValues options = SubscriptionChecks.temporary(node, wanted);
    for (Subscription there : work.state().of(jid)) {
      if (there.state() == SubscriptionState.PENDING) {
        throw new PubSubException(
            Reason.SUBSCRIPTION_PENDING, "Your subscription waits for an owner's approval");
      }
      if (there.options().equals(options)) {
        return there;
      }
    }
    requireRoom(work, jid);
    boolean approved = isApproved(actor, node, work.state());
    Subscription made =
        new Subscription(
            jid,
            UUID.randomUUID().toString(),
            approved ? SubscriptionState.SUBSCRIBED : SubscriptionState.PENDING,
            options);
    SubscriptionChecks.requireFitting(work, made);
    work.put(made);
    if (!approved) {
      work.tell(new NodeEvent.SubscriptionRequested(work.node(), made), owners(work.state()));
    } else {
      tellOwners(work, made);
    }
    return made;
  }

  private static boolean isApproved(Actor actor, Node node, NodeState state) {
    return !(actor instanceof Actor.Client client)
        || Access.model(node) != AccessModel.AUTHORIZE
        || state.affiliation(client.jid()).isListed();
  }

  private void requireRoom(NodeWork work, Jid jid) {
    Jid account = jid.bare();
    if (work.state().of(jid).size() >= MOST_OF_ADDRESS) {
      throw new PubSubException(
          Reason.TOO_MANY_SUBSCRIPTIONS,
          "An address has at most " + MOST_OF_ADDRESS + " subscriptions to one node");
    }
    if (sessions.ofAccount(account) + work.stored().subscriptionsOf(account)
        >= limits.subscriptionsPerAccount()) {
      throw new PubSubException(
          Reason.TOO_MANY_SUBSCRIPTIONS,
          "An account has at most " + limits.subscriptionsPerAccount() + " subscriptions");
    }
  }

  /** Section 6.2. */
  public CompletableFuture<Subscription> unsubscribe(
      Actor actor, String name, Jid jid, @Nullable String subid) {
    return AsyncPubSub.checked(
        () -> {
          SubscriptionChecks.requireOwnAccount(actor, jid);
          return lanes.submit(
              name,
              work -> {
                access.requireDescribed(actor, work, jid);
                Subscription gone = SubscriptionChecks.one(work, jid, subid);
                work.remove(gone);
                Subscription none = gone.with(SubscriptionState.NONE);
                tellOwners(work, none);
                return none;
              });
        });
  }

  /** Section 6.3: the subscription with its options. */
  public CompletableFuture<Subscription> options(
      Actor actor, String name, Jid jid, @Nullable String subid) {
    return change(actor, name, jid, subid, (node, subscription) -> subscription);
  }

  /** Section 6.4: how a new subscription to a node is unless it is configured. */
  public CompletableFuture<OptionValues> defaults(Actor actor, String name) {
    return lanes.submit(
        name,
        work -> {
          access.requireDescribed(actor, work);
          return SubscriptionChecks.temporary(work.node(), OptionValues.INITIAL);
        });
  }

  /** Section 6.3.5: changes options. */
  public CompletableFuture<Subscription> configure(
      Actor actor, String name, Jid jid, @Nullable String subid, Map<String, List<String>> texts) {
    return change(
        actor,
        name,
        jid,
        subid,
        (node, before) -> {
          OptionValues options = SubscriptionOptions.submitted(before.options(), texts);
          SubscriptionChecks.requireFuture(options);
          return before.with(SubscriptionChecks.temporary(node, options));
        });
  }

  private CompletableFuture<Subscription> change(
      Actor actor,
      String name,
      Jid jid,
      @Nullable String subid,
      BiFunction<Node, Subscription, Subscription> changing) {
    return AsyncPubSub.checked(
        () -> {
          SubscriptionChecks.requireOwnAccount(actor, jid);
          return lanes.submit(
              name,
              work -> {
                access.requireDescribed(actor, work, jid);
                Subscription before = SubscriptionChecks.one(work, jid, subid);
                Subscription after = changing.apply(work.node(), before);
                if (!after.equals(before)) {
                  SubscriptionChecks.requireFitting(work, after);
                  if (before.isKept() != after.isKept()) {
                    work.remove(before);
                  }
                  work.put(after);
                }
                return after;
              });
        });
  }

  /** Section 12.14: owners are told, if they want to be. */
  static void tellOwners(NodeWork work, Subscription subscription) {
    if (work.node().configuration().get(NodeOptions.NOTIFY_SUB)) {
      work.tell(new NodeEvent.SubscriptionChanged(work.node(), subscription), owners(work.state()));
    }
  }

  static List<Jid> owners(NodeState state) {
    return state.affiliations().entrySet().stream()
        .filter(entry -> entry.getValue() == Affiliation.OWNER)
        .map(Map.Entry::getKey)
        .toList();
  }
}
