package dev.herald.server.pubsub.model;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.model.ModelNode.ModelItem;
import dev.herald.server.pubsub.model.ModelNode.Subscriber;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What XEP-0060 says of each request, in the simplest form: the reason of its refusal or none, what
 * is there after it, and who is told.
 */
final class PubSubModel {

  final Map<String, ModelNode> nodes = new TreeMap<>();
  final Map<String, String> told = new TreeMap<>();

  PubSubModel() {
    // Of the application, so that no user owns it.
    nodes.put(PubSubModelTest.COLLECTION, new ModelNode(true));
  }

  @Nullable Reason create(Jid by, String name) {
    if (nodes.containsKey(name)) {
      return Reason.NODE_EXISTS;
    }
    ModelNode node = new ModelNode(false);
    node.affiliations.put(by.bare(), Affiliation.OWNER);
    nodes.put(name, node);
    return null;
  }

  @Nullable Reason delete(Jid by, String name) {
    return owned(by, name)
        .orElseGet(
            () -> {
              // Who waits for approval is told too.
              node(name).subscriptions.keySet().forEach(s -> tell(s.jid(), "delete:" + name));
              nodes.remove(name);
              return null;
            });
  }

  @Nullable Reason publish(Jid by, String name, String id, String payload) {
    if (!nodes.containsKey(name)) {
      create(by, name);
    }
    ModelNode node = node(name);
    if (!node.mayPublish(by) || node.isForeign(by, id)) {
      return Reason.FORBIDDEN;
    }
    node.put(id, new ModelItem(payload, by));
    tell(node, "+" + name + ":" + id);
    return null;
  }

  @Nullable Reason retract(Jid by, String name, String id, boolean notify) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    if (!node.affiliation(by).publishes() || node.isForeign(by, id)) {
      return Reason.FORBIDDEN;
    }
    if (node.items.remove(id) == null) {
      return Reason.ITEM_NOT_FOUND;
    }
    if (notify) {
      tell(node, "-" + name + ":" + id);
    }
    return null;
  }

  @Nullable Reason purge(Jid by, String name) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    if (!node.isOwner(by) && node.affiliation(by) != Affiliation.PUBLISHER) {
      return Reason.FORBIDDEN;
    }
    node.items.clear();
    tell(node, "purge:" + name);
    return null;
  }

  @Nullable Reason subscribe(Jid by, String name, Subscriber subscriber) {
    Reason refusal = refusalToSubscribe(by, name, subscriber.jid());
    if (refusal != null) {
      return refusal;
    }
    ModelNode node = node(name);
    for (Map.Entry<Subscriber, SubscriptionState> there : node.subscriptions.entrySet()) {
      if (there.getKey().jid().equals(subscriber.jid())) {
        if (there.getValue() == SubscriptionState.PENDING) {
          return Reason.SUBSCRIPTION_PENDING;
        }
        if (there.getKey().equals(subscriber)) {
          return null;
        }
      }
    }
    boolean waits = node.access == AccessModel.AUTHORIZE && !node.affiliation(by).isListed();
    node.subscriptions.put(
        subscriber, waits ? SubscriptionState.PENDING : SubscriptionState.SUBSCRIBED);
    return null;
  }

  /** Section 12.18: a subscription whose lease has ended by now, so that nothing is left of it. */
  @Nullable Reason lease(Jid by, String name, Jid jid) {
    Reason refusal = refusalToSubscribe(by, name, jid);
    if (refusal != null) {
      return refusal;
    }
    boolean waits =
        node(name).subscriptions.entrySet().stream()
            .anyMatch(
                s -> s.getKey().jid().equals(jid) && s.getValue() == SubscriptionState.PENDING);
    return waits ? Reason.SUBSCRIPTION_PENDING : null;
  }

  private @Nullable Reason refusalToSubscribe(Jid by, String name, Jid jid) {
    if (!jid.bare().equals(by.bare())) {
      return Reason.INVALID_SUBSCRIBER;
    }
    ModelNode node = nodes.get(name);
    return node == null ? Reason.NODE_NOT_FOUND : node.refusalToSubscribe(by);
  }

  @Nullable Reason unsubscribe(String name, Jid jid) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    long there = node.subscriptions(jid);
    if (there == 1) {
      node.subscriptions.keySet().removeIf(s -> s.jid().equals(jid));
    }
    return there == 0 ? Reason.NOT_SUBSCRIBED : there > 1 ? Reason.SUBID_REQUIRED : null;
  }

  /** Section 8.8.2: all subscriptions of an address, as an owner wants them. */
  @Nullable Reason manage(Jid by, String name, Jid jid, SubscriptionState wanted) {
    return owned(by, name)
        .orElseGet(
            () -> {
              ModelNode node = node(name);
              if (wanted == SubscriptionState.NONE) {
                node.subscriptions.keySet().removeIf(s -> s.jid().equals(jid));
                return null;
              }
              if (node.isShutOut(jid)) {
                return Reason.UNCHANGED;
              }
              node.subscriptions.replaceAll((s, now) -> s.jid().equals(jid) ? wanted : now);
              if (node.subscriptions(jid) == 0) {
                node.subscriptions.put(new Subscriber(jid, false), wanted);
              }
              return null;
            });
  }

  @Nullable Reason affiliate(Jid by, String name, Jid account, Affiliation affiliation) {
    return owned(by, name)
        .orElseGet(
            () -> {
              ModelNode node = node(name);
              boolean last =
                  node.isOwner(account)
                      && affiliation != Affiliation.OWNER
                      && node.affiliations.values().stream()
                              .filter(a -> a == Affiliation.OWNER)
                              .count()
                          == 1;
              if (last) {
                return Reason.UNCHANGED;
              }
              if (affiliation == Affiliation.NONE) {
                node.affiliations.remove(account);
              } else {
                node.affiliations.put(account, affiliation);
              }
              node.approve(account);
              node.enforce();
              return null;
            });
  }

  @Nullable Reason configure(
      Jid by, String name, AccessModel access, PublishModel publish, int maxItems) {
    return owned(by, name)
        .orElseGet(
            () -> {
              ModelNode node = node(name);
              node.access = access;
              node.publish = publish;
              node.maxItems = maxItems;
              node.evict();
              node.enforce();
              return null;
            });
  }

  /** XEP-0248: the application puts a node into the collection, or takes it out. */
  @Nullable Reason file(String name, boolean in) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    node.filed = in;
    return null;
  }

  /** Section 6.5, with the subscription that is meant left open. */
  @Nullable Reason read(Jid by, String name) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    if (node.collection) {
      return Reason.COLLECTION_ITEMS;
    }
    return node.refusalToRead(by);
  }

  void gone(Jid fullJid) {
    nodes
        .values()
        .forEach(
            node ->
                node.subscriptions
                    .keySet()
                    .removeIf(
                        s ->
                            s.jid().equals(fullJid)
                                || (s.temporary() && s.jid().equals(fullJid.bare()))));
  }

  /** What was in memory only is gone. */
  void restart() {
    nodes.values().forEach(n -> n.subscriptions.keySet().removeIf(Subscriber::endsWithProcess));
  }

  private Optional<Reason> owned(Jid by, String name) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Optional.of(Reason.NODE_NOT_FOUND);
    }
    return node.isOwner(by) ? Optional.empty() : Optional.of(Reason.FORBIDDEN);
  }

  ModelNode node(String name) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalStateException("The model has no node " + name);
    }
    return node;
  }

  private void tell(ModelNode node, String what) {
    node.log.add(what);
    tellSubscribers(node, node, what);
    if (node.filed) {
      tellSubscribers(node(PubSubModelTest.COLLECTION), node, "in collection " + what);
    }
  }

  /** Of the collection, those who could subscribe to the node itself without asking anybody. */
  private void tellSubscribers(ModelNode at, ModelNode node, String what) {
    at.subscriptions.forEach(
        (s, state) -> {
          boolean reached =
              at == node
                  || (!node.isShutOut(s.jid())
                      && (node.access == AccessModel.OPEN || node.affiliation(s.jid()).isListed()));
          if (state == SubscriptionState.SUBSCRIBED && reached) {
            tell(s.jid(), what);
          }
        });
  }

  private void tell(Jid jid, String what) {
    told.merge(jid.toString(), what, (a, b) -> a + " " + b);
  }
}
