package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.8: how owners manage the subscriptions of others. */
public final class SubscriptionUseCases {

  /** Subscriptions of a node, beyond which owners make no more; subscribers may. */
  private static final int MOST = 10_000;

  private final NodeLanes lanes;
  private final Access access;

  SubscriptionUseCases(NodeLanes lanes, Access access) {
    this.lanes = lanes;
    this.access = access;
  }

  /** Section 8.8.1: those that are not pending. */
  public CompletableFuture<List<Subscription>> list(Actor actor, String name) {
    return lanes.submit(
        name,
        access.owned(
            actor,
            work ->
                work.state().all().stream()
                    .filter(s -> s.state() != SubscriptionState.PENDING)
                    .toList()));
  }

  /**
   * A subscription as an owner wants it to be.
   *
   * @param subid null for all of the address
   * @param state null for what is no state, and is refused
   */
  public record SubscriptionChange(
      Jid jid, @Nullable String subid, @Nullable SubscriptionState state) {}

  /** A request that has changed nothing; the subscriptions that it is about, as they are. */
  public static final class Unchanged extends PubSubException {

    private static final long serialVersionUID = 1L;

    private final transient List<Subscription> subscriptions;

    Unchanged(String text, List<Subscription> subscriptions) {
      super(Reason.UNCHANGED, text);
      this.subscriptions = List.copyOf(subscriptions);
    }

    public List<Subscription> subscriptions() {
      return subscriptions;
    }
  }

  /**
   * Section 8.8.2: all of them, or none when one is refused; the subscribers are told.
   *
   * @return fails with {@link Unchanged} when one of them cannot be
   */
  public CompletableFuture<Done> change(
      Actor actor, String name, List<SubscriptionChange> changes) {
    return lanes.submit(
        name,
        access.owned(
            actor,
            work -> {
              for (SubscriptionChange change : changes) {
                String refusal = refusal(work, change);
                if (refusal != null) {
                  throw new Unchanged(refusal, present(work, changes));
                }
              }
              changes.forEach(change -> changeNow(work, change));
              return Done.DONE;
            }));
  }

  private @Nullable String refusal(NodeWork work, SubscriptionChange change) {
    SubscriptionState state = change.state();
    if (state != SubscriptionState.NONE && state != SubscriptionState.SUBSCRIBED) {
      return "An owner sets the subscription of '" + change.jid() + "' to subscribed or none";
    }
    if (change.subid() != null && find(work, change).isEmpty()) {
      return "'" + change.subid() + "' is no subscription of '" + change.jid() + "'";
    }
    if (state == SubscriptionState.SUBSCRIBED) {
      if (!access.maySubscribe(change.jid(), work.node(), work.state())) {
        return "'" + change.jid() + "' may not subscribe: change its affiliation first";
      }
      if (work.state().all().size() >= MOST) {
        return "'" + work.name() + "' has its limit of " + MOST + " subscriptions";
      }
    }
    return null;
  }

  private static List<Subscription> present(NodeWork work, List<SubscriptionChange> changes) {
    List<Subscription> present = new ArrayList<>();
    Set<SubscriptionChange> seen = new HashSet<>();
    for (SubscriptionChange change : changes) {
      if (seen.add(change)) {
        List<Subscription> found = find(work, change);
        present.addAll(found);
        if (found.isEmpty()) {
          present.add(
              new Subscription(
                  change.jid(),
                  change.subid() == null ? "" : change.subid(),
                  SubscriptionState.NONE,
                  OptionValues.INITIAL));
        }
      }
    }
    return present;
  }

  private static List<Subscription> find(NodeWork work, SubscriptionChange change) {
    return work.state().of(change.jid()).stream()
        .filter(s -> change.subid() == null || s.subid().equals(change.subid()))
        .toList();
  }

  private static void changeNow(NodeWork work, SubscriptionChange change) {
    List<Subscription> found = find(work, change);
    if (change.state() == SubscriptionState.NONE) {
      found.forEach(s -> Enforcement.end(work, s, "An owner has ended your subscription"));
      return;
    }
    for (Subscription before : found) {
      if (!before.isSubscribed()) {
        confirm(work, before.with(SubscriptionState.SUBSCRIBED));
      }
    }
    if (found.isEmpty()) {
      confirm(
          work,
          new Subscription(
              change.jid(),
              UUID.randomUUID().toString(),
              SubscriptionState.SUBSCRIBED,
              OptionValues.INITIAL));
    }
  }

  /** Somebody is subscribed now, by an owner's will, and is told. */
  static void confirm(NodeWork work, Subscription subscribed) {
    work.put(subscribed);
    work.tell(
        new NodeEvent.SubscriptionChanged(work.node(), subscribed), List.of(subscribed.jid()));
    LastItems.send(work, subscribed);
  }
}
