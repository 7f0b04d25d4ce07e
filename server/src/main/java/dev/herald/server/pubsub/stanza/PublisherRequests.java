package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.OwnerUseCases;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PublishOptions;
import dev.herald.server.pubsub.PublisherUseCases;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.routing.IqAnswer;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** XEP-0060, sections 7 and 8.1: what publishers ask for, and who creates a node. */
final class PublisherRequests {

  private final PublisherUseCases publishers;
  private final OwnerUseCases owners;

  PublisherRequests(AsyncPubSub service) {
    this.publishers = service.publishers();
    this.owners = service.owners();
  }

  CompletableFuture<IqAnswer> create(Actor actor, XmlElement pubsub, XmlElement create) {
    // Section 8.1.3; an empty <configure/> asks for the defaults.
    NodeConfiguration defaults = owners.defaults();
    if (pubsub.children().stream()
        .anyMatch(c -> c.name().equals("configure") && c.attribute("node") != null)) {
      throw PubSubErrors.badRequest("The node is named in <create/>, not in <configure/>");
    }
    NodeConfiguration configuration =
        pubsub
            .child(Namespaces.PUBSUB, "configure")
            .flatMap(XmlElement::firstChild)
            .map(form -> defaults.with(OptionForms.read(form, OptionForms.NODE_CONFIG)))
            .orElse(defaults);
    String wanted = create.attribute("node");
    if (wanted != null) {
      return Requests.done(owners.create(actor, wanted, configuration));
    }
    // An instant node (section 8.1.2).
    return owners
        .create(actor, UUID.randomUUID().toString(), configuration)
        .thenApply(
            node ->
                IqAnswer.of(
                    Requests.pubsub(
                        XmlElement.builder(Namespaces.PUBSUB, "create")
                            .attribute("node", node.name()))));
  }

  CompletableFuture<IqAnswer> publish(Actor actor, XmlElement pubsub, XmlElement publish) {
    PublishOptions options =
        pubsub
            .child(Namespaces.PUBSUB, "publish-options")
            .map(PublisherRequests::form)
            .map(form -> OptionForms.read(form, OptionForms.PUBLISH_OPTIONS))
            .map(PublishOptions::new)
            .orElse(PublishOptions.NONE);
    String node = Requests.node(publish);
    List<XmlElement> items = publish.children();
    if (items.isEmpty()) {
      return publishers
          .publish(actor, node, options)
          .thenApply(
              done ->
                  IqAnswer.of(
                      Requests.pubsub(
                          XmlElement.builder(Namespaces.PUBSUB, "publish")
                              .attribute("node", node))));
    }
    if (items.size() != 1 || !items.get(0).is(Namespaces.PUBSUB, "item")) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "Publish exactly one item at a time");
    }
    XmlElement item = items.get(0);
    if (item.children().size() > 1) {
      throw new PubSubException(Reason.INVALID_PAYLOAD, "An item has one payload element");
    }
    String namespace = item.firstChild().map(XmlElement::namespace).orElse(null);
    String payload = item.firstChild().map(XmlFragment::of).map(XmlFragment::xml).orElse("");
    return publishers
        .publish(actor, node, item.attribute("id"), payload, namespace, options)
        .thenApply(
            id ->
                IqAnswer.of(
                    Requests.pubsub(
                        XmlElement.builder(Namespaces.PUBSUB, "publish")
                            .attribute("node", node)
                            .add(
                                XmlElement.builder(Namespaces.PUBSUB, "item")
                                    .attribute("id", id)))));
  }

  private static XmlElement form(XmlElement publishOptions) {
    return publishOptions
        .firstChild()
        .orElseThrow(() -> PubSubErrors.badRequest("<publish-options/> has no form"));
  }

  CompletableFuture<IqAnswer> retract(Actor actor, XmlElement retract) {
    String node = Requests.node(retract);
    List<XmlElement> items = retract.children();
    if (items.size() != 1) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "Retract exactly one item at a time");
    }
    return Requests.done(
        publishers.retract(
            actor, node, Requests.itemId(items.get(0)), Requests.flag(retract, "notify")));
  }
}
