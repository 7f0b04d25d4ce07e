package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.OwnerUseCases;
import dev.herald.server.pubsub.OwnerUseCases.SubscriptionChange;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 8: what owners ask for. */
public final class PubSubOwnerHandler implements IqHandler {

  private final OwnerUseCases owners;

  public PubSubOwnerHandler(AsyncPubSub service) {
    this.owners = service.owners();
  }

  @Override
  public String namespace() {
    return Namespaces.PUBSUB_OWNER;
  }

  @Override
  public List<String> features() {
    return Stream.of(
            "config-node",
            "delete-nodes",
            "manage-subscriptions",
            "modify-affiliations",
            "purge-nodes",
            "retrieve-default")
        .map(feature -> Namespaces.PUBSUB + "#" + feature)
        .toList();
  }

  @Override
  public CompletableFuture<IqAnswer> answer(IqRequest request) {
    XmlElement action = Requests.action(request);
    Actor actor = Requests.actor(request);
    return Requests.answer(() -> request.set() ? change(actor, action) : retrieve(actor, action));
  }

  private CompletableFuture<IqAnswer> change(Actor actor, XmlElement action) {
    return switch (action.name()) {
      case "configure" -> configure(actor, action);
      case "delete" -> Requests.done(owners.delete(actor, Requests.node(action), redirect(action)));
      case "purge" -> Requests.done(owners.purge(actor, Requests.node(action)));
      case "subscriptions" -> subscribe(actor, action);
      case "affiliations" -> affiliate(actor, action);
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' is no request of an owner");
    };
  }

  private CompletableFuture<IqAnswer> retrieve(Actor actor, XmlElement action) {
    return switch (action.name()) {
      case "configure" -> configuration(actor, action);
      case "default" ->
          CompletableFuture.completedFuture(
              IqAnswer.of(
                  Requests.owned(
                      XmlElement.builder(Namespaces.PUBSUB_OWNER, "default")
                          .add(form(owners.defaults())))));
      case "subscriptions" -> subscriptions(actor, action);
      case "affiliations" -> affiliations(actor, action);
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' is no request of an owner");
    };
  }

  private CompletableFuture<IqAnswer> configuration(Actor actor, XmlElement action) {
    return owners
        .configuration(actor, Requests.node(action))
        .thenApply(
            node ->
                IqAnswer.of(
                    Requests.owned(
                        XmlElement.builder(Namespaces.PUBSUB_OWNER, "configure")
                            .attribute("node", node.name())
                            .add(form(node.configuration())))));
  }

  private CompletableFuture<IqAnswer> configure(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    Map<String, List<String>> texts =
        OptionForms.read(
            action
                .firstChild()
                .orElseThrow(() -> PubSubErrors.badRequest("<configure/> has no form")),
            OptionForms.NODE_CONFIG);
    // A form that is cancelled changes nothing (section 8.2.5).
    return Requests.done(
        texts.isEmpty() ? owners.configuration(actor, node) : owners.configure(actor, node, texts));
  }

  private static XmlElement form(NodeConfiguration configuration) {
    return OptionForms.form(OptionForms.NODE_CONFIG, configuration.values(), NodeOptions.OF_FORMS);
  }

  private static @Nullable String redirect(XmlElement delete) {
    return delete
        .child(Namespaces.PUBSUB_OWNER, "redirect")
        .map(redirect -> redirect.attribute("uri"))
        .orElse(null);
  }

  private CompletableFuture<IqAnswer> subscriptions(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    return owners
        .subscriptions(actor, node)
        .thenApply(
            all -> {
              XmlElement.Builder list =
                  XmlElement.builder(Namespaces.PUBSUB_OWNER, "subscriptions")
                      .attribute("node", node);
              all.forEach(
                  s ->
                      list.add(
                          XmlElement.builder(Namespaces.PUBSUB_OWNER, "subscription")
                              .attribute("jid", s.jid().toString())
                              .attribute("subid", s.subid())
                              .attribute("subscription", s.state().label())));
              return IqAnswer.of(Requests.owned(list));
            });
  }

  private CompletableFuture<IqAnswer> subscribe(Actor actor, XmlElement action) {
    List<SubscriptionChange> changes =
        action.children().stream()
            .map(
                child ->
                    new SubscriptionChange(
                        Requests.subscriber(child), child.attribute("subid"), state(child)))
            .toList();
    return Requests.done(owners.subscribe(actor, Requests.node(action), changes));
  }

  private static SubscriptionState state(XmlElement subscription) {
    String label = String.valueOf(subscription.attribute("subscription"));
    return SubscriptionState.of(label)
        .orElseThrow(
            () -> PubSubErrors.notAcceptable("'" + label + "' is no state of a subscription"));
  }

  private CompletableFuture<IqAnswer> affiliations(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    return owners
        .affiliations(actor, node)
        .thenApply(
            all -> {
              XmlElement.Builder list =
                  XmlElement.builder(Namespaces.PUBSUB_OWNER, "affiliations")
                      .attribute("node", node);
              all.forEach(
                  (jid, affiliation) ->
                      list.add(
                          XmlElement.builder(Namespaces.PUBSUB_OWNER, "affiliation")
                              .attribute("jid", jid.toString())
                              .attribute("affiliation", affiliation.label())));
              return IqAnswer.of(Requests.owned(list));
            });
  }

  private CompletableFuture<IqAnswer> affiliate(Actor actor, XmlElement action) {
    Map<Jid, Affiliation> changes = new LinkedHashMap<>();
    for (XmlElement child : action.children()) {
      String label = String.valueOf(child.attribute("affiliation"));
      Affiliation affiliation =
          Affiliation.of(label)
              .orElseThrow(() -> PubSubErrors.notAcceptable("'" + label + "' is no affiliation"));
      changes.put(Requests.subscriber(child).bare(), affiliation);
    }
    return Requests.done(owners.affiliate(actor, Requests.node(action), changes));
  }
}
