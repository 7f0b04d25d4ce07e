package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Expiry;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.pubsub.node.SubscriptionType;
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

  /** Section 12.5: a node may have all its subscriptions end with their sessions. */
  static OptionValues temporary(Node node, OptionValues options) {
    return node.configuration().get(NodeOptions.TEMPSUB)
        ? options.with(SubscriptionOptions.EXPIRE, Expiry.PRESENCE)
        : options;
  }

  /** XEP-0248, section 6.1: options that collections have, with one depth for each type. */
  static void requireFitting(NodeWork work, Subscription wanted) {
    SubscriptionType type = wanted.options().get(SubscriptionOptions.SUBSCRIPTION_TYPE);
    int depth = wanted.options().get(SubscriptionOptions.SUBSCRIPTION_DEPTH);
    if (!work.node().configuration().isCollection()) {
      if (type != SubscriptionOptions.SUBSCRIPTION_TYPE.initial()
          || depth != SubscriptionOptions.SUBSCRIPTION_DEPTH.initial()) {
        throw new PubSubException(
            Reason.INVALID_OPTIONS,
            "'%s' is no collection, and has no '%s' and no '%s'"
                .formatted(
                    work.name(),
                    SubscriptionOptions.SUBSCRIPTION_TYPE,
                    SubscriptionOptions.SUBSCRIPTION_DEPTH));
      }
      return;
    }
    for (Subscription there : work.state().of(wanted.jid())) {
      if (!there.subid().equals(wanted.subid())
          && there.options().get(SubscriptionOptions.SUBSCRIPTION_TYPE) == type
          && there.options().get(SubscriptionOptions.SUBSCRIPTION_DEPTH) != depth) {
        throw new PubSubException(
            Reason.OTHER_DEPTH,
            "The subscription '%s' is of this type already, with another depth: configure it"
                .formatted(there.subid()));
      }
    }
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
