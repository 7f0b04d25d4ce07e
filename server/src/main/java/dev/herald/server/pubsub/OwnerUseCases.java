package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8: what owners do. Answers are as those of {@link AsyncPubSub}. */
public final class OwnerUseCases {

  private final NodeLanes lanes;
  private final Access access;
  private final PubSubLimits limits;
  private final NodeConfiguration defaults;

  OwnerUseCases(NodeLanes lanes, Access access, PubSubLimits limits) {
    this.lanes = lanes;
    this.access = access;
    this.limits = limits;
    this.defaults = NodeConfiguration.INITIAL.with(NodeOptions.MAX_ITEMS, limits.maxItems());
  }

  /** Section 8.3: how a node is unless it is configured. */
  public NodeConfiguration defaults() {
    return defaults;
  }

  /** Section 8.1. */
  public CompletableFuture<Node> create(Actor actor, String name, NodeConfiguration configuration) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          return lanes.submit(
              name,
              work -> {
                createNow(work, actor, configuration);
                return work.node();
              });
        });
  }

  void createNow(NodeWork work, Actor actor, NodeConfiguration configuration) {
    String name = work.name();
    Jid creator = actor instanceof Actor.Client client ? client.jid().bare() : null;
    // Which nodes there are is no secret (disco lists them), so one that is there is named as such.
    if (work.exists()) {
      throw new PubSubException(Reason.NODE_EXISTS, "There is a node '" + name + "' already");
    }
    access.requireCreation(actor, new Node(name, "", 0, configuration, creator, NodeWork.now()));
    if (creator != null && work.stored().nodes() >= limits.nodes()) {
      throw new PubSubException(
          Reason.TOO_MANY_NODES, "The service has its limit of " + limits.nodes() + " nodes");
    }
    work.create(bounded(configuration), creator);
  }

  /** No node keeps more than the service lets it. */
  private NodeConfiguration bounded(NodeConfiguration configuration) {
    return configuration.maxItems() <= limits.maxItems() || configuration.isEntity()
        ? configuration
        : configuration.with(NodeOptions.MAX_ITEMS, limits.maxItems());
  }

  /** For the application: creates the node, or gives one that is there this configuration. */
  public CompletableFuture<Node> createOrConfigure(String name, NodeConfiguration configuration) {
    return AsyncPubSub.checked(
        () -> {
          Names.requireNode(name);
          return lanes.submit(
              name,
              work -> {
                if (!work.exists()) {
                  work.create(configuration, null);
                } else if (!work.node().configuration().values().equals(configuration.values())) {
                  configureNow(work, configuration);
                }
                return work.node();
              });
        });
  }

  /** Section 8.2: the node, for who may configure it. */
  public CompletableFuture<Node> configuration(Actor actor, String name) {
    return owned(actor, name, NodeWork::node);
  }

  /** Section 8.2.4: changes options; whoever may not read the node any more is unsubscribed. */
  public CompletableFuture<Node> configure(
      Actor actor, String name, Map<String, List<String>> texts) {
    return owned(
        actor,
        name,
        work -> {
          NodeConfiguration before = work.node().configuration();
          NodeConfiguration after = before.with(texts);
          if (after.isCollection() != before.isCollection()) {
            throw new PubSubException(
                Reason.INVALID_OPTION, "A node's type stays what it was: pubsub#node_type");
          }
          if (after.maxItems() > Math.max(limits.maxItems(), before.maxItems())) {
            throw new PubSubException(
                Reason.INVALID_OPTION,
                "'pubsub#max_items' was '%d'; it can be a number from 1 to %d"
                    .formatted(after.maxItems(), limits.maxItems()));
          }
          configureNow(work, after);
          return work.node();
        });
  }

  private static void configureNow(NodeWork work, NodeConfiguration after) {
    work.configure(after);
    Node configured = work.node();
    if (after.persistItems()) {
      work.stored().evict(after.maxItems());
    } else {
      work.stored().purge();
    }
    enforce(work);
    if (after.get(NodeOptions.NOTIFY_CONFIG) && after.deliverNotifications()) {
      work.notifyAll(new NodeEvent.Configured(configured));
    }
  }

  /** A node that was narrowed stops to notify those outside (section 4.5). */
  static void enforce(NodeWork work) {
    for (Subscription subscription : work.state().all()) {
      if (Access.isShutOut(subscription.jid(), work.node(), work.state())) {
        work.remove(subscription);
        work.tell(
            new NodeEvent.SubscriptionChanged(
                work.node(), subscription.with(SubscriptionState.NONE)),
            List.of(subscription.jid()));
      }
    }
  }

  /** Section 8.4: the subscribers are told. */
  public CompletableFuture<Done> delete(Actor actor, String name, @Nullable String redirect) {
    return owned(
        actor,
        name,
        work -> {
          Node node = work.node();
          if (node.configuration().get(NodeOptions.NOTIFY_DELETE)) {
            work.notifyAll(new NodeEvent.Deleted(node, redirect));
          }
          work.delete();
          return Done.DONE;
        });
  }

  /** Section 8.5. */
  public CompletableFuture<Done> purge(Actor actor, String name) {
    return owned(
        actor,
        name,
        work -> {
          NodeConfiguration configuration = work.node().configuration();
          if (!configuration.persistItems()) {
            throw new PubSubException(
                Reason.ITEMS_NOT_KEPT, "'" + name + "' keeps no items, so none can be deleted");
          }
          work.purge();
          if (configuration.deliverNotifications()) {
            work.notifyAll(new NodeEvent.Purged(work.node()));
          }
          return Done.DONE;
        });
  }

  /** Section 8.8.1. */
  public CompletableFuture<List<Subscription>> subscriptions(Actor actor, String name) {
    return owned(actor, name, work -> work.state().all());
  }

  /** Section 8.9.1. */
  public CompletableFuture<Map<Jid, Affiliation>> affiliations(Actor actor, String name) {
    return owned(actor, name, work -> Map.copyOf(work.state().affiliations()));
  }

  /**
   * Section 8.9.2: all of them, or none when one is refused.
   *
   * @param changes by bare JID
   */
  public CompletableFuture<Done> affiliate(
      Actor actor, String name, Map<Jid, Affiliation> changes) {
    return owned(
        actor,
        name,
        work -> {
          requireOwnerLeft(work, changes);
          changes.forEach(
              (jid, affiliation) -> {
                if (work.state().affiliation(jid) != affiliation) {
                  work.put(jid.bare(), affiliation);
                  work.tell(
                      new NodeEvent.AffiliationChanged(work.node(), jid.bare(), affiliation),
                      List.of(jid.bare()));
                }
              });
          enforce(work);
          return Done.DONE;
        });
  }

  private static void requireOwnerLeft(NodeWork work, Map<Jid, Affiliation> changes) {
    List<Jid> owners = SubscriberUseCases.owners(work.state());
    boolean left =
        owners.stream()
                .anyMatch(o -> changes.getOrDefault(o, Affiliation.OWNER) == Affiliation.OWNER)
            || changes.containsValue(Affiliation.OWNER);
    if (!owners.isEmpty() && !left) {
      throw new PubSubException(
          Reason.LAST_OWNER, "'" + work.name() + "' needs an owner: name another one first");
    }
  }

  /** A subscription as an owner wants it to be. */
  public record SubscriptionChange(Jid jid, @Nullable String subid, SubscriptionState state) {}

  /** Section 8.8.2: all of them, or none when one is refused. */
  public CompletableFuture<Done> subscribe(
      Actor actor, String name, List<SubscriptionChange> changes) {
    return owned(
        actor,
        name,
        work -> {
          for (SubscriptionChange change : changes) {
            if (change.subid() != null && find(work, change).isEmpty()) {
              throw new PubSubException(
                  Reason.INVALID_SUBID,
                  "'" + change.subid() + "' is no subscription of " + change.jid());
            }
          }
          changes.forEach(change -> changeNow(work, change));
          return Done.DONE;
        });
  }

  private static List<Subscription> find(NodeWork work, SubscriptionChange change) {
    return work.state().of(change.jid()).stream()
        .filter(s -> change.subid() == null || s.subid().equals(change.subid()))
        .toList();
  }

  private static void changeNow(NodeWork work, SubscriptionChange change) {
    List<Subscription> found = find(work, change);
    for (Subscription before : found) {
      if (before.state() != change.state()) {
        Subscription after = before.with(change.state());
        if (change.state() == SubscriptionState.NONE) {
          work.remove(before);
        } else {
          work.put(after);
        }
        told(work, after);
      }
    }
    if (found.isEmpty() && change.state() != SubscriptionState.NONE) {
      Subscription made =
          new Subscription(
              change.jid(), UUID.randomUUID().toString(), change.state(), OptionValues.INITIAL);
      work.put(made);
      told(work, made);
    }
  }

  private static void told(NodeWork work, Subscription after) {
    work.tell(new NodeEvent.SubscriptionChanged(work.node(), after), List.of(after.jid()));
  }

  private <T> CompletableFuture<T> owned(
      Actor actor, String name, Function<NodeWork, T> operation) {
    return lanes.submit(
        name,
        work -> {
          work.node();
          access.require(actor, Action.OWN, work);
          return operation.apply(work);
        });
  }
}
