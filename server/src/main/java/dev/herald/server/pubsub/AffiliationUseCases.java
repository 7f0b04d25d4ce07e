package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.9: how owners manage affiliations. */
public final class AffiliationUseCases {

  /** Affiliations of one node. */
  private static final int MOST = 10_000;

  private final NodeLanes lanes;
  private final Access access;

  AffiliationUseCases(NodeLanes lanes, Access access) {
    this.lanes = lanes;
    this.access = access;
  }

  /** Section 8.9.1: by bare JID, without {@link Affiliation#NONE}. */
  public CompletableFuture<Map<Jid, Affiliation>> list(Actor actor, String name) {
    return lanes.submit(name, access.owned(actor, work -> work.state().affiliated()));
  }

  /**
   * An affiliation as an owner wants it to be.
   *
   * @param jid its account counts
   * @param affiliation null for what is no affiliation, and is refused
   */
  public record AffiliationChange(Jid jid, @Nullable Affiliation affiliation) {}

  /** A request that has changed nothing; the affiliations that it is about, as they are. */
  public static final class Unchanged extends PubSubException {

    private static final long serialVersionUID = 1L;

    private final transient Map<Jid, Affiliation> affiliations;

    Unchanged(String text, Map<Jid, Affiliation> affiliations) {
      super(Reason.UNCHANGED, text);
      this.affiliations = affiliations;
    }

    public Map<Jid, Affiliation> affiliations() {
      return affiliations;
    }
  }

  /**
   * Section 8.9.2: all of them, or none when one is refused. Who is out is unsubscribed, who may
   * read needs no more approval, and all of them are told.
   *
   * @return fails with {@link Unchanged} when one of them cannot be
   */
  public CompletableFuture<Done> change(Actor actor, String name, List<AffiliationChange> changes) {
    return lanes.submit(
        name,
        access.owned(
            actor,
            work -> {
              String refusal = refusal(work, changes);
              if (refusal != null) {
                throw new Unchanged(refusal, present(work, changes));
              }
              changes.forEach(change -> changeNow(work, change));
              Enforcement.enforce(work, access);
              return Done.DONE;
            }));
  }

  private static @Nullable String refusal(NodeWork work, List<AffiliationChange> changes) {
    Map<Jid, Affiliation> after = new LinkedHashMap<>(work.state().affiliated());
    for (AffiliationChange change : changes) {
      if (change.affiliation() == null) {
        return "'"
            + change.jid()
            + "' can be owner, publisher, publish-only, member, none, outcast";
      }
      after.put(change.jid().bare(), change.affiliation());
    }
    after.values().removeIf(affiliation -> affiliation == Affiliation.NONE);
    if (work.state().affiliated().containsValue(Affiliation.OWNER)
        && !after.containsValue(Affiliation.OWNER)) {
      return "'" + work.name() + "' needs an owner: name another one first";
    }
    return after.size() > MOST
        ? "'" + work.name() + "' has its limit of " + MOST + " affiliations"
        : null;
  }

  private static Map<Jid, Affiliation> present(NodeWork work, List<AffiliationChange> changes) {
    Map<Jid, Affiliation> present = new LinkedHashMap<>();
    changes.forEach(c -> present.put(c.jid().bare(), work.state().affiliation(c.jid())));
    return present;
  }

  private static void changeNow(NodeWork work, AffiliationChange change) {
    Jid account = change.jid().bare();
    Affiliation affiliation = change.affiliation();
    if (affiliation == null || work.state().affiliation(account) == affiliation) {
      return;
    }
    work.put(account, affiliation);
    work.tell(
        new NodeEvent.AffiliationChanged(work.node(), account, affiliation), List.of(account));
    if (affiliation.isListed()) {
      // Section 8.7.4: whoever may read anyway waits for nobody.
      for (Subscription subscription : work.state().ofAccount(account)) {
        if (subscription.state() == SubscriptionState.PENDING) {
          SubscriptionUseCases.confirm(work, subscription.with(SubscriptionState.SUBSCRIBED));
        }
      }
    }
  }
}
