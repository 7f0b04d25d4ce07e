package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.SubscriberUseCases;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 6: what subscribers ask for. */
final class SubscriberRequests {

  private final SubscriberUseCases subscribers;
  private final Predicate<Jid> online;

  SubscriberRequests(SubscriberUseCases subscribers, Predicate<Jid> online) {
    this.subscribers = subscribers;
    this.online = online;
  }

  CompletableFuture<IqAnswer> subscribe(Actor actor, IqRequest request, XmlElement subscribe) {
    String node = Requests.node(subscribe);
    Jid stated = Requests.subscriber(subscribe);
    // The session's own object, so that it is found by identity for each delivery.
    Jid jid = stated.equals(request.from()) ? request.from() : stated;
    OptionValues options =
        request
            .payload()
            .child(Namespaces.PUBSUB, "options")
            .flatMap(XmlElement::firstChild)
            .map(SubscriberRequests::options)
            .orElse(OptionValues.INITIAL);
    return subscribers
        .subscribeAt(actor, node, jid, options)
        .thenApply(
            subscribed -> {
              Subscription subscription = subscribed.subscription();
              if (jid.isFull() && !online.test(jid)) {
                subscribers.gone(jid);
              }
              return new IqAnswer(
                  stated(toXml(node, subscription), subscribed.node(), request.to()),
                  () -> subscribers.sendLastOnSubscription(node, subscription));
            });
  }

  private static OptionValues options(XmlElement form) {
    return OptionValues.INITIAL.with(
        OptionForms.read(form, OptionForms.SUBSCRIBE_OPTIONS), SubscriptionOptions.OF_FORMS);
  }

  CompletableFuture<IqAnswer> unsubscribe(Actor actor, XmlElement action) {
    return Requests.done(
        subscribers.unsubscribe(
            actor, Requests.node(action), Requests.subscriber(action), action.attribute("subid")));
  }

  CompletableFuture<IqAnswer> options(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    return subscribers
        .options(
            actor,
            node,
            Requests.subscriber(action, Reason.JID_REQUIRED),
            action.attribute("subid"))
        .thenApply(
            subscription ->
                IqAnswer.of(
                    Requests.pubsub(
                        XmlElement.builder(Namespaces.PUBSUB, "options")
                            .attribute("node", node)
                            .attribute("jid", subscription.jid().toString())
                            .attribute("subid", subscription.subid())
                            .add(form(subscription.options())))));
  }

  CompletableFuture<IqAnswer> configure(Actor actor, XmlElement action) {
    XmlElement form =
        action.firstChild().orElseThrow(() -> PubSubErrors.badRequest("<options/> has no form"));
    return Requests.done(
        subscribers.configure(
            actor,
            Requests.node(action),
            Requests.subscriber(action, Reason.JID_REQUIRED),
            action.attribute("subid"),
            OptionForms.read(form, OptionForms.SUBSCRIBE_OPTIONS)));
  }

  /** Section 6.4. */
  CompletableFuture<IqAnswer> defaults() {
    return CompletableFuture.completedFuture(
        IqAnswer.of(
            Requests.pubsub(
                XmlElement.builder(Namespaces.PUBSUB, "default").add(form(OptionValues.INITIAL)))));
  }

  private static XmlElement form(OptionValues values) {
    return OptionForms.form(OptionForms.SUBSCRIBE_OPTIONS, values, SubscriptionOptions.OF_FORMS);
  }

  /** The answer, and the last change of the node that is in it (XEP-0359). */
  private static XmlElement stated(XmlElement.Builder answer, Node node, Jid service) {
    return Requests.pubsub(answer).toBuilder()
        .add(StanzaId.element(ChangeId.of(node), service))
        .build();
  }

  CompletableFuture<IqAnswer> items(Actor actor, XmlElement request, Jid service) {
    String node = Requests.node(request);
    List<XmlElement> wanted = request.children();
    if (wanted.isEmpty()) {
      return subscribers
          .items(actor, node, 0, Long.MAX_VALUE, maxItems(request), true)
          .thenApply(
              page -> IqAnswer.of(stated(items(page.node(), page.items()), page.node(), service)));
    }
    List<String> ids = wanted.stream().map(Requests::itemId).toList();
    return subscribers
        .items(actor, node, ids)
        .thenApply(
            found -> {
              if (found.items().isEmpty()) {
                throw new PubSubException(
                    Reason.ITEM_NOT_FOUND, "'" + node + "' has none of the items " + ids);
              }
              return IqAnswer.of(Requests.pubsub(items(found.node(), found.items())));
            });
  }

  private static XmlElement.Builder items(Node node, List<Item> found) {
    XmlElement.Builder items =
        XmlElement.builder(Namespaces.PUBSUB, "items").attribute("node", node.name());
    found.forEach(item -> items.add(toXml(node, item)));
    return items;
  }

  private static XmlElement toXml(Node node, Item item) {
    XmlElement.Builder xml =
        XmlElement.builder(Namespaces.PUBSUB, "item")
            .attribute("id", item.id())
            .attribute("publisher", ItemPublisher.of(node, item));
    return (item.payload().isEmpty() ? xml : xml.add(new XmlFragment(item.payload()))).build();
  }

  private static int maxItems(XmlElement items) {
    String max = items.attribute("max_items");
    if (max == null) {
      return Integer.MAX_VALUE;
    }
    try {
      int number = Integer.parseInt(max);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number below one is.
    }
    throw PubSubErrors.badRequest("max_items is a positive number, not '" + max + "'");
  }

  /** Section 6.1.2, and 5.6 for a list that does not say the node. */
  static XmlElement.Builder toXml(@Nullable String node, Subscription subscription) {
    return XmlElement.builder(Namespaces.PUBSUB, "subscription")
        .attribute("node", node)
        .attribute("jid", subscription.jid().toString())
        .attribute("subid", subscription.subid())
        .attribute("subscription", subscription.state().label());
  }
}
