package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.server.rsm.ResultSets;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** XEP-0060: what entities, subscribers and publishers ask for (sections 5.6 to 8.1). */
public final class PubSubHandler implements IqHandler {

  private static final List<String> FEATURES =
      Stream.of(
              "access-open",
              "auto-create",
              "config-node-max",
              "create-and-configure",
              "create-nodes",
              "delete-items",
              "instant-nodes",
              "item-ids",
              "leased-subscription",
              "meta-data",
              "multi-subscribe",
              "outcast-affiliation",
              "member-affiliation",
              "multi-items",
              "persistent-items",
              "presence-notifications",
              "publish",
              "publish-node-full",
              "publish-only-affiliation",
              "publish-options",
              "publisher-affiliation",
              "retract-items",
              "retrieve-affiliations",
              "retrieve-default-sub",
              "retrieve-items",
              "retrieve-subscriptions",
              "rsm",
              "subscribe",
              "subscription-notifications",
              "subscription-options")
          .map(feature -> Namespaces.PUBSUB + "#" + feature)
          .toList();

  private final EntityRequests entities;
  private final SubscriberRequests subscribers;
  private final ItemRequests items;
  private final PublisherRequests publishers;

  /**
   * The handler of a service.
   *
   * @param online whether a full JID is bound, for the subscriber who leaves while it subscribes
   */
  public PubSubHandler(AsyncPubSub service, Predicate<Jid> online) {
    this.entities = new EntityRequests(service);
    this.subscribers = new SubscriberRequests(service, online);
    this.items = new ItemRequests(service.items());
    this.publishers = new PublisherRequests(service);
  }

  @Override
  public String namespace() {
    return Namespaces.PUBSUB;
  }

  @Override
  public List<String> features() {
    return Stream.concat(Stream.of(Namespaces.PUBSUB, ResultSets.NAMESPACE), FEATURES.stream())
        .toList();
  }

  @Override
  public CompletableFuture<IqAnswer> answer(IqRequest request) {
    XmlElement action = Requests.action(request);
    Actor actor = Requests.actor(request);
    return Requests.answer(
        () -> request.set() ? change(actor, request, action) : retrieve(actor, request, action));
  }

  private CompletableFuture<IqAnswer> change(Actor actor, IqRequest request, XmlElement action) {
    return switch (action.name()) {
      case "create" -> publishers.create(actor, request.payload(), action);
      case "subscribe" -> subscribers.subscribe(actor, request, action);
      case "unsubscribe" -> subscribers.unsubscribe(actor, action);
      case "options" -> subscribers.configure(actor, action);
      case "publish" -> publishers.publish(actor, request.payload(), action);
      case "retract" -> publishers.retract(actor, action);
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' cannot be set");
    };
  }

  private CompletableFuture<IqAnswer> retrieve(Actor actor, IqRequest request, XmlElement action) {
    return switch (action.name()) {
      case "items" -> items.retrieve(actor, request, action);
      case "options" -> subscribers.options(actor, action);
      case "default" -> subscribers.defaults(actor, action);
      case "subscriptions" -> entities.subscriptions(actor, request.from(), action);
      case "affiliations" -> entities.affiliations(request.from(), action);
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' cannot be retrieved");
    };
  }
}
