package dev.herald.server.pubsub.node;

import dev.herald.xmpp.Jid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of an address to a node. One of a full JID lives in memory and ends with its
 * session; so does a temporary one, with the account's last session. Others of a bare JID are kept
 * in the store.
 *
 * @param subid unique in its node
 */
public record Subscription(Jid jid, String subid, SubscriptionState state, OptionValues options) {

  /** Whether it gets what all get, in the same words. */
  public boolean isPlain() {
    return options.isInitial();
  }

  /** Whether it ends with its subscriber's presence (XEP-0060, section 12.5). */
  public boolean isTemporary() {
    return !isPlain() && options.get(SubscriptionOptions.EXPIRE).withPresence();
  }

  /** Whether a store keeps it. */
  public boolean isKept() {
    return !jid.isFull() && !isTemporary();
  }

  /** When its lease ends (XEP-0060, section 12.19); null without one. */
  public @Nullable Instant end() {
    return isPlain() ? null : options.get(SubscriptionOptions.EXPIRE).at();
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
