package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.Done;
import dev.herald.server.pubsub.SubscriptionUseCases.SubscriptionChange;
import dev.herald.server.pubsub.SubscriptionUseCases.Unchanged;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.routing.IqAnswer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8.8: owners ask for the subscriptions of their nodes, and change them. */
final class SubscriptionRequests {

  private final AsyncPubSub service;
  private final Predicate<Jid> online;

  SubscriptionRequests(AsyncPubSub service, Predicate<Jid> online) {
    this.service = service;
    this.online = online;
  }

  CompletableFuture<IqAnswer> list(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    return service
        .subscriptions()
        .list(actor, node)
        .thenApply(all -> IqAnswer.of(toXml(node, all)));
  }

  CompletableFuture<IqAnswer> change(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    List<SubscriptionChange> changes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (XmlElement child : action.children()) {
      Jid jid = Requests.subscriber(child);
      String subid = child.attribute("subid");
      if (!seen.add(jid + " " + subid)) {
        throw PubSubErrors.badRequest(
            "'" + jid + "' is there twice: its subscriptions have different values of subid");
      }
      String state = child.attribute("subscription");
      // Section 8.8.2.1: what is not said is not changed.
      if (state != null) {
        changes.add(new SubscriptionChange(jid, subid, allowed(jid, state)));
      }
    }
    return Requests.done(
        service
            .subscriptions()
            .change(actor, node, changes)
            .thenApply(done -> forget(changes, done))
            .exceptionally(failure -> refuse(node, failure)));
  }

  /** Nobody is there to be notified, or to end it. */
  private @Nullable SubscriptionState allowed(Jid jid, String state) {
    SubscriptionState found = SubscriptionState.of(state).orElse(null);
    return found == SubscriptionState.SUBSCRIBED && jid.isFull() && !online.test(jid)
        ? null
        : found;
  }

  /** Whoever has left in the meantime. */
  private Done forget(List<SubscriptionChange> changes, Done done) {
    changes.stream()
        .map(SubscriptionChange::jid)
        .filter(jid -> jid.isFull() && !online.test(jid))
        .forEach(jid -> service.departures().gone(jid, false));
    return done;
  }

  private static Done refuse(String node, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Unchanged refusal) {
      throw PubSubErrors.unchanged(refusal, toXml(node, refusal.subscriptions()));
    }
    throw new CompletionException(cause);
  }

  private static XmlElement toXml(String node, List<Subscription> subscriptions) {
    XmlElement.Builder list =
        XmlElement.builder(Namespaces.PUBSUB_OWNER, "subscriptions").attribute("node", node);
    for (Subscription subscription : subscriptions) {
      list.add(
          XmlElement.builder(Namespaces.PUBSUB_OWNER, "subscription")
              .attribute("jid", subscription.jid().toString())
              .attribute("subid", subscription.subid().isEmpty() ? null : subscription.subid())
              .attribute("subscription", subscription.state().label()));
    }
    return Requests.owned(list);
  }
}
