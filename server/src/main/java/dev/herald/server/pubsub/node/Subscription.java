package dev.herald.server.pubsub.node;

import dev.herald.xmpp.Jid;

/**
 * A subscription of an address to a node. One of a full JID lives in memory and ends with its
 * session; one of a bare JID is kept in the store.
 *
 * @param subid unique in its node
 */
public record Subscription(Jid jid, String subid, SubscriptionState state, OptionValues options) {

  /** Whether it gets what all get, in the same words. */
  public boolean isPlain() {
    return options.isInitial();
  }

  public boolean isSubscribed() {
    return state == SubscriptionState.SUBSCRIBED;
  }

  public Subscription with(SubscriptionState changed) {
    return new Subscription(jid, subid, changed, options);
  }

  public Subscription with(OptionValues changed) {
    return new Subscription(jid, subid, state, changed);
  }
}
