package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What ends with the sessions and the presence of subscribers. */
public final class Departures {

  private final NodeLanes lanes;
  private final SessionSubscriptions sessions;

  /** Who is gone, and of whom something is still there; and whether only what is temporary ends. */
  private final Map<Jid, Boolean> unfinished = new ConcurrentHashMap<>();

  Departures(NodeLanes lanes, SessionSubscriptions sessions) {
    this.lanes = lanes;
    this.sessions = sessions;
  }

  /**
   * A client is gone: what it had subscribed by its full JID ends, and with the account's last
   * session what it had subscribed temporarily.
   *
   * @param last whether the account has no session any more
   */
  public void gone(Jid fullJid, boolean last) {
    end(fullJid, false);
    if (last) {
      end(fullJid.bare(), true);
    }
  }

  /**
   * Section 12.5: a client has become unavailable, so that temporary subscriptions end.
   *
   * @param last whether no session of the account is available any more
   */
  public void unavailable(Jid fullJid, boolean last) {
    end(fullJid, true);
    if (last) {
      end(fullJid.bare(), true);
    }
  }

  /**
   * Ends what could not be ended before, since the store failed or too much waited for it; to be
   * called every few seconds.
   *
   * @param online whether an address has come back, and would lose what it has subscribed to since
   */
  public void again(Predicate<Jid> online) {
    unfinished.forEach(
        (jid, onlyTemporary) -> {
          unfinished.remove(jid, onlyTemporary);
          if (!online.test(jid)) {
            end(jid, onlyTemporary);
          }
        });
  }

  private void end(Jid jid, boolean onlyTemporary) {
    for (String name : sessions.nodes(jid)) {
      CompletableFuture<Done> unused =
          lanes
              .submit(
                  name,
                  work -> {
                    if (work.exists()) {
                      for (Subscription subscription : work.state().of(jid)) {
                        if (!onlyTemporary || subscription.isTemporary()) {
                          work.remove(subscription);
                          SubscriberUseCases.tellOwners(
                              work, subscription.with(SubscriptionState.NONE));
                        }
                      }
                    }
                    return Done.DONE;
                  })
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      unfinished.merge(jid, onlyTemporary, Boolean::logicalAnd);
                    }
                  });
    }
  }
}
