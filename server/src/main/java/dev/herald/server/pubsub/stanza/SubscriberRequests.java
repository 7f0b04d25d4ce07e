package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.Departures;
import dev.herald.server.pubsub.LastItems;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.SubscriberUseCases;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 6: what subscribers ask for. */
final class SubscriberRequests {

  private final SubscriberUseCases subscribers;
  private final Departures departures;
  private final LastItems lastItems;
  private final Predicate<Jid> online;

  SubscriberRequests(AsyncPubSub service, Predicate<Jid> online) {
    this.subscribers = service.subscribers();
    this.departures = service.departures();
    this.lastItems = service.lastItems();
    this.online = online;
  }

  CompletableFuture<IqAnswer> subscribe(Actor actor, IqRequest request, XmlElement subscribe) {
    String node = Requests.node(subscribe);
    Jid stated = Requests.subscriber(subscribe);
    // The session's own object, so that it is found by identity for each delivery.
    Jid jid = stated.equals(request.from()) ? request.from() : stated;
    Optional<XmlElement> form = optionsOf(request.payload());
    OptionValues options = form.map(SubscriberRequests::options).orElse(OptionValues.INITIAL);
    return subscribers
        .subscribeAt(actor, node, jid, options)
        .thenApply(
            subscribed -> {
              Subscription subscription = subscribed.subscription();
              if (!subscription.isKept() && !online.test(jid)) {
                departures.gone(jid, !jid.isFull());
              }
              XmlElement.Builder pubsub =
                  XmlElement.builder(Namespaces.PUBSUB, "pubsub")
                      // Section 6.1.5: there are options, and none is required.
                      .add(
                          toXml(node, subscription)
                              .add(XmlElement.empty(Namespaces.PUBSUB, "subscribe-options")));
              if (form.isPresent()) {
                // Section 6.3.7: how it is configured now.
                pubsub.add(
                    XmlElement.builder(Namespaces.PUBSUB, "options")
                        .add(form("result", subscription.options())));
              }
              // The last change of the node that is in the answer (XEP-0359).
              pubsub.add(StanzaId.element(ChangeId.of(subscribed.node()), request.to()));
              return new IqAnswer(
                  pubsub.build(), () -> lastItems.onSubscription(node, subscription));
            });
  }

  /** Section 6.3.7: the form after {@code <subscribe/>}, which says neither node nor JID. */
  private static Optional<XmlElement> optionsOf(XmlElement pubsub) {
    Optional<XmlElement> options = pubsub.child(Namespaces.PUBSUB, "options");
    if (options.isEmpty()) {
      return Optional.empty();
    }
    XmlElement found = options.get();
    if (found.attribute("node") != null || found.attribute("jid") != null) {
      throw PubSubErrors.badRequest(
          "The <options/> of a <subscribe/> have neither 'node' nor 'jid'");
    }
    return Optional.of(
        found
            .child(DataForm.NAMESPACE, "x")
            .orElseThrow(() -> PubSubErrors.badRequest("<options/> has no form")));
  }

  private static OptionValues options(XmlElement form) {
    return SubscriptionOptions.submitted(
        OptionValues.INITIAL, OptionForms.read(form, OptionForms.SUBSCRIBE_OPTIONS));
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
                            .add(form("form", subscription.options())))));
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

  /** Section 6.4: the same for all nodes, save those where all subscriptions are temporary. */
  CompletableFuture<IqAnswer> defaults(Actor actor, XmlElement action) {
    String node = action.attribute("node");
    return node == null
        ? CompletableFuture.completedFuture(defaults(null, OptionValues.INITIAL))
        : subscribers.defaults(actor, node).thenApply(options -> defaults(node, options));
  }

  private static IqAnswer defaults(@Nullable String node, OptionValues options) {
    return IqAnswer.of(
        Requests.pubsub(
            XmlElement.builder(Namespaces.PUBSUB, "default")
                .attribute("node", node)
                .add(form("result", options))));
  }

  private static XmlElement form(String type, OptionValues values) {
    return new DataForm(
            type,
            OptionForms.SUBSCRIBE_OPTIONS,
            OptionForms.fields(values, SubscriptionOptions.OF_FORMS))
        .toXml();
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
