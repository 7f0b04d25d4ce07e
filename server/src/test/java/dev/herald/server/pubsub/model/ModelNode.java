package dev.herald.server.pubsub.model;

import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A node as the model has it: plain maps. */
final class ModelNode {

  AccessModel access = AccessModel.OPEN;
  PublishModel publish = PublishModel.PUBLISHERS;
  int maxItems = PubSubModelTest.MAX_ITEMS;
  boolean notifyRetract;
  final Map<Jid, Affiliation> affiliations = new LinkedHashMap<>();
  final Map<Jid, SubscriptionState> subscriptions = new LinkedHashMap<>();
  final Map<String, String> items = new LinkedHashMap<>();

  Affiliation affiliation(Jid jid) {
    return affiliations.getOrDefault(jid.bare(), Affiliation.NONE);
  }

  boolean isOwner(Jid jid) {
    return affiliation(jid) == Affiliation.OWNER;
  }

  boolean isSubscribed(Jid account) {
    return subscriptions.entrySet().stream()
        .anyMatch(
            s ->
                s.getKey().bare().equals(account.bare())
                    && s.getValue() == SubscriptionState.SUBSCRIBED);
  }

  /** XEP-0060, section 4.1. */
  boolean mayPublish(Jid jid) {
    return switch (affiliation(jid)) {
      case OWNER, PUBLISHER, PUBLISH_ONLY -> true;
      case OUTCAST -> false;
      case MEMBER, NONE ->
          publish == PublishModel.OPEN
              || (publish == PublishModel.SUBSCRIBERS && isSubscribed(jid));
    };
  }

  void put(String id, String payload) {
    items.remove(id);
    items.put(id, payload);
    evict();
  }

  void evict() {
    while (items.size() > maxItems) {
      items.remove(items.keySet().iterator().next());
    }
  }

  /** Whoever may read needs no more approval. */
  void approve(Jid account) {
    if (affiliation(account).isListed()) {
      subscriptions.replaceAll(
          (jid, state) -> jid.bare().equals(account) ? SubscriptionState.SUBSCRIBED : state);
    }
  }

  /** Whoever may not read any more is unsubscribed. */
  void enforce() {
    subscriptions.keySet().removeIf(this::isShutOut);
  }

  boolean isShutOut(Jid jid) {
    Affiliation affiliation = affiliation(jid);
    return affiliation == Affiliation.OUTCAST
        || affiliation == Affiliation.PUBLISH_ONLY
        || (access == AccessModel.WHITELIST && !affiliation.isListed());
  }

  /** What the service must have, in words. */
  String shown() {
    Map<Jid, SubscriptionState> approved = new LinkedHashMap<>(subscriptions);
    approved.values().removeIf(state -> state == SubscriptionState.PENDING);
    return "items=%s affiliations=%s subscriptions=%s"
        .formatted(items, new TreeMap<>(byText(affiliations)), new TreeMap<>(byText(approved)));
  }

  static Map<String, String> byText(Map<Jid, ? extends Enum<?>> map) {
    Map<String, String> text = new TreeMap<>();
    map.forEach((jid, value) -> text.put(jid.toString(), value.name()));
    return text;
  }
}
