package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import java.util.List;

/** Subscriptions end that may not be any more, and their subscribers are told. */
final class Enforcement {

  private Enforcement() {}

  /** A node that was narrowed stops to notify those outside (section 4.5). */
  static void enforce(NodeWork work, Access access) {
    for (Subscription subscription : work.state().all()) {
      if (!access.maySubscribe(subscription.jid(), work.node(), work.state())) {
        end(work, subscription, "You may not be subscribed to '" + work.name() + "' any more");
      }
    }
  }

  /** Ends a subscription, and tells the subscriber why. */
  static void end(NodeWork work, Subscription subscription, String reason) {
    work.remove(subscription);
    Subscription none = subscription.with(SubscriptionState.NONE);
    work.tell(
        new NodeEvent.SubscriptionChanged(work.node(), none, reason), List.of(subscription.jid()));
  }
}
