package dev.herald.server.pubsub.model;

import dev.herald.server.pubsub.PubSubException.Reason;
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

  @Nullable Reason create(Jid by, String name) {
    if (nodes.containsKey(name)) {
      return Reason.NODE_EXISTS;
    }
    ModelNode node = new ModelNode();
    node.affiliations.put(by.bare(), Affiliation.OWNER);
    nodes.put(name, node);
    return null;
  }

  @Nullable Reason delete(Jid by, String name) {
    return owned(by, name)
        .orElseGet(
            () -> {
              // Who waits for approval is told too.
              node(name)
                  .subscriptions
                  .keySet()
                  .forEach(
                      jid -> told.merge(jid.toString(), "delete:" + name, (a, b) -> a + " " + b));
              nodes.remove(name);
              return null;
            });
  }

  @Nullable Reason publish(Jid by, String name, String id, String payload) {
    if (!nodes.containsKey(name)) {
      create(by, name);
    }
    ModelNode node = node(name);
    if (!node.mayPublish(by)) {
      return Reason.FORBIDDEN;
    }
    // The model forgets who has published, so publish-only accounts publish new ids only.
    node.put(id, payload);
    tell(node, "+" + name + ":" + id);
    return null;
  }

  @Nullable Reason retract(Jid by, String name, String id, boolean notify) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    if (!node.affiliation(by).publishes()) {
      return Reason.FORBIDDEN;
    }
    if (node.items.remove(id) == null) {
      return Reason.ITEM_NOT_FOUND;
    }
    if (notify || node.notifyRetract) {
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

  @Nullable Reason subscribe(Jid by, String name, Jid jid) {
    ModelNode node = nodes.get(name);
    if (!jid.bare().equals(by.bare())) {
      return Reason.INVALID_SUBSCRIBER;
    }
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    Affiliation affiliation = node.affiliation(by);
    if (affiliation == Affiliation.OUTCAST || affiliation == Affiliation.PUBLISH_ONLY) {
      return Reason.FORBIDDEN;
    }
    if (node.access == AccessModel.WHITELIST && !affiliation.isListed()) {
      return Reason.CLOSED_NODE;
    }
    SubscriptionState there = node.subscriptions.get(jid);
    if (there == SubscriptionState.PENDING) {
      return Reason.SUBSCRIPTION_PENDING;
    }
    if (there == null) {
      boolean waits = node.access == AccessModel.AUTHORIZE && !affiliation.isListed();
      node.subscriptions.put(jid, waits ? SubscriptionState.PENDING : SubscriptionState.SUBSCRIBED);
    }
    return null;
  }

  @Nullable Reason unsubscribe(String name, Jid jid) {
    ModelNode node = nodes.get(name);
    if (node == null) {
      return Reason.NODE_NOT_FOUND;
    }
    return node.subscriptions.remove(jid) == null ? Reason.NOT_SUBSCRIBED : null;
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

  void gone(Jid fullJid) {
    nodes.values().forEach(node -> node.subscriptions.remove(fullJid));
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
    node.subscriptions.forEach(
        (jid, state) -> {
          if (state == SubscriptionState.SUBSCRIBED) {
            told.merge(jid.toString(), what, (a, b) -> a + " " + b);
          }
        });
  }
}
