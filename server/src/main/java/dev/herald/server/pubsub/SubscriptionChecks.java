package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Expiry;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which subscription a request means, whether it is the actor's, and whether it can be like that.
 */
final class SubscriptionChecks {

  private SubscriptionChecks() {}

  /** The subscription that a request is about (sections 6.2.3 and 6.3.4). */
  static Subscription one(NodeWork work, Jid jid, @Nullable String subid) {
    String name = work.node().name();
    List<Subscription> all = work.state().of(jid);
    if (all.isEmpty()) {
      throw new PubSubException(
          Reason.NOT_SUBSCRIBED, jid + " is not subscribed to '" + name + "'");
    }
    if (subid == null && all.size() > 1) {
      throw new PubSubException(
          Reason.SUBID_REQUIRED,
          jid + " has " + all.size() + " subscriptions to '" + name + "': say which (subid)");
    }
    return all.stream()
        .filter(s -> subid == null || s.subid().equals(subid))
        .findFirst()
        .orElseThrow(
            () ->
                new PubSubException(
                    Reason.INVALID_SUBID,
                    "'" + subid + "' is no subscription of " + jid + " to '" + name + "'"));
  }

  /** Section 12.4: a node may have all its subscriptions end with their sessions. */
  static OptionValues temporary(Node node, OptionValues options) {
    return node.configuration().get(NodeOptions.TEMPSUB)
        ? options.with(SubscriptionOptions.EXPIRE, Expiry.PRESENCE)
        : options;
  }

  static void requireFuture(OptionValues options) {
    Instant end = options.get(SubscriptionOptions.EXPIRE).at();
    if (end != null && end.isBefore(NodeWork.now())) {
      throw new PubSubException(
          Reason.INVALID_OPTIONS, "The subscription would have ended already, at " + end);
    }
  }

  static void requireOwnAddress(Actor actor, Jid subscriber) {
    boolean own = true;
    if (actor instanceof Actor.Client client) {
      own = subscriber.equals(client.jid()) || subscriber.equals(client.jid().bare());
    } else if (actor instanceof Actor.Component component) {
      own = subscriber.domain().equals(component.jid().domain());
    }
    if (!own) {
      throw new PubSubException(
          Reason.INVALID_SUBSCRIBER,
          "Everybody subscribes an own address only, not '" + subscriber + "'");
    }
  }

  /** Sections 6.2.3.3 and 6.3.4.1. */
  static void requireOwnAccount(Actor actor, Jid subscriber) {
    if (actor instanceof Actor.Client client && subscriber.bare().equals(client.jid().bare())) {
      return;
    }
    try {
      requireOwnAddress(actor, subscriber);
    } catch (PubSubException e) {
      throw new PubSubException(
          Reason.FOREIGN_SUBSCRIPTION, "'" + subscriber + "' is not your address");
    }
  }
}
