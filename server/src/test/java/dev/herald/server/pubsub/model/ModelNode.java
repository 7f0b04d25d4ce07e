package dev.herald.server.pubsub.model;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node as the model has it: plain maps. */
final class ModelNode {

  record ModelItem(String payload, Jid publisher) {}

  /** One of an address; temporarily or not makes two of them. */
  record Subscriber(Jid jid, boolean temporary) {

    boolean endsWithProcess() {
      return jid.isFull() || temporary;
    }

    @Override
    public String toString() {
      return jid + (temporary ? " for now" : "");
    }
  }

  final boolean collection;
  AccessModel access = AccessModel.OPEN;
  PublishModel publish = PublishModel.PUBLISHERS;
  int maxItems = PubSubModelTest.MAX_ITEMS;
  boolean filed;
  final Map<Jid, Affiliation> affiliations = new LinkedHashMap<>();
  final Map<Subscriber, SubscriptionState> subscriptions = new LinkedHashMap<>();
  final Map<String, ModelItem> items = new LinkedHashMap<>();

  /** What subscribers are told, also those who come later. */
  final List<String> log = new ArrayList<>();

  ModelNode(boolean collection) {
    this.collection = collection;
  }

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
                s.getKey().jid().bare().equals(account.bare())
                    && s.getValue() == SubscriptionState.SUBSCRIBED);
  }

  /** How many subscriptions exactly this address has. */
  long subscriptions(Jid jid) {
    return subscriptions.keySet().stream().filter(s -> s.jid().equals(jid)).count();
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

  /** Sections 4.1 and 4.5. */
  @Nullable Reason refusalToSubscribe(Jid jid) {
    Affiliation affiliation = affiliation(jid);
    if (affiliation == Affiliation.OUTCAST || affiliation == Affiliation.PUBLISH_ONLY) {
      return Reason.FORBIDDEN;
    }
    return access == AccessModel.WHITELIST && !affiliation.isListed() ? Reason.CLOSED_NODE : null;
  }

  @Nullable Reason refusalToRead(Jid jid) {
    Reason refusal = refusalToSubscribe(jid);
    if (refusal == null
        && access == AccessModel.AUTHORIZE
        && !affiliation(jid).isListed()
        && !isSubscribed(jid)) {
      return Reason.AUTHORIZATION_REQUIRED;
    }
    return refusal;
  }

  /** Who may only publish must leave alone what others have published. */
  boolean isForeign(Jid by, String id) {
    ModelItem before = items.get(id);
    return affiliation(by) == Affiliation.PUBLISH_ONLY
        && before != null
        && !before.publisher().bare().equals(by.bare());
  }

  void put(String id, ModelItem item) {
    items.remove(id);
    items.put(id, item);
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
          (s, state) -> s.jid().bare().equals(account) ? SubscriptionState.SUBSCRIBED : state);
    }
  }

  /** Whoever may not read any more is unsubscribed. */
  void enforce() {
    subscriptions.keySet().removeIf(s -> isShutOut(s.jid()));
  }

  boolean isShutOut(Jid jid) {
    return refusalToSubscribe(jid) != null;
  }

  /** What the service must have, in words. */
  String shown() {
    Map<String, SubscriptionState> approved = new TreeMap<>();
    subscriptions.forEach((s, state) -> approved.put(s.toString(), state));
    approved.values().removeIf(state -> state == SubscriptionState.PENDING);
    Map<String, String> payloads = new LinkedHashMap<>();
    items.forEach((id, item) -> payloads.put(id, item.payload()));
    return shown(payloads, affiliations, approved);
  }

  static String shown(
      Map<String, String> payloads,
      Map<Jid, Affiliation> affiliations,
      Map<String, SubscriptionState> subscriptions) {
    Map<String, Affiliation> byText = new TreeMap<>();
    affiliations.forEach((jid, affiliation) -> byText.put(jid.toString(), affiliation));
    return "items=%s affiliations=%s subscriptions=%s".formatted(payloads, byText, subscriptions);
  }
}
