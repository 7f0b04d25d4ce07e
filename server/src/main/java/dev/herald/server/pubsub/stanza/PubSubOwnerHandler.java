package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.OwnerUseCases;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8: what owners ask for. */
public final class PubSubOwnerHandler implements IqHandler {

  private final OwnerUseCases owners;
  private final ConfigurationRequests configurations;
  private final SubscriptionRequests subscriptions;
  private final AffiliationRequests affiliations;

  /**
   * The handler of a service.
   *
   * @param online whether a full JID is bound, for subscribers whom owners add
   */
  public PubSubOwnerHandler(AsyncPubSub service, Predicate<Jid> online) {
    this.owners = service.owners();
    this.configurations = new ConfigurationRequests(service.owners());
    this.subscriptions = new SubscriptionRequests(service, online);
    this.affiliations = new AffiliationRequests(service.affiliations());
  }

  @Override
  public String namespace() {
    return Namespaces.PUBSUB_OWNER;
  }

  @Override
  public List<String> features() {
    Stream<String> ofPubSub =
        Stream.of(
                "collections",
                "config-node",
                "delete-nodes",
                "manage-subscriptions",
                "modify-affiliations",
                "multi-collections",
                "purge-nodes",
                "retrieve-default")
            .map(feature -> Namespaces.PUBSUB + "#" + feature);
    return Stream.concat(ofPubSub, Stream.of(Shim.NAMESPACE)).toList();
  }

  @Override
  public CompletableFuture<IqAnswer> answer(IqRequest request) {
    XmlElement action = Requests.action(request);
    Actor actor = Requests.actor(request);
    return Requests.answer(() -> request.set() ? change(actor, action) : retrieve(actor, action));
  }

  private CompletableFuture<IqAnswer> change(Actor actor, XmlElement action) {
    return switch (action.name()) {
      case "configure" -> configurations.configure(actor, action);
      case "collection" -> configurations.collection(actor, action);
      case "delete" -> Requests.done(owners.delete(actor, Requests.node(action), redirect(action)));
      case "purge" -> Requests.done(owners.purge(actor, Requests.node(action)));
      case "subscriptions" -> subscriptions.change(actor, action);
      case "affiliations" -> affiliations.change(actor, action);
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' is no request of an owner");
    };
  }

  private CompletableFuture<IqAnswer> retrieve(Actor actor, XmlElement action) {
    return switch (action.name()) {
      case "configure" -> configurations.configuration(actor, action);
      case "default" -> configurations.defaults(action);
      case "subscriptions" -> subscriptions.list(actor, action);
      case "affiliations" -> affiliations.list(actor, action);
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' is no request of an owner");
    };
  }

  private static @Nullable String redirect(XmlElement delete) {
    return delete
        .child(Namespaces.PUBSUB_OWNER, "redirect")
        .map(redirect -> redirect.attribute("uri"))
        .orElse(null);
  }
}
