package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.OwnerUseCases;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NodeType;
import dev.herald.server.routing.IqAnswer;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** XEP-0060, sections 8.2 and 8.3, and XEP-0248: how nodes are configured. */
final class ConfigurationRequests {

  private final OwnerUseCases owners;

  ConfigurationRequests(OwnerUseCases owners) {
    this.owners = owners;
  }

  /** Section 8.2.1. */
  CompletableFuture<IqAnswer> configuration(Actor actor, XmlElement action) {
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

  /** Section 8.2.4: options that the form does not have stay what they are. */
  CompletableFuture<IqAnswer> configure(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    Map<String, List<String>> texts =
        OptionForms.read(
            action
                .firstChild()
                .orElseThrow(() -> PubSubErrors.badRequest("<configure/> has no form")),
            OptionForms.NODE_CONFIG);
    // A form that is cancelled changes nothing.
    return Requests.done(
        texts.isEmpty() ? owners.configuration(actor, node) : owners.configure(actor, node, texts));
  }

  /** Section 8.3. */
  CompletableFuture<IqAnswer> defaults(XmlElement action) {
    String type = action.attribute("type");
    NodeConfiguration defaults = owners.defaults();
    if (type != null && !type.equals(label(NodeType.LEAF))) {
      if (!type.equals(label(NodeType.COLLECTION))) {
        throw PubSubErrors.badRequest("A node is a leaf or a collection, not '" + type + "'");
      }
      defaults = defaults.with(NodeOptions.NODE_TYPE, NodeType.COLLECTION);
    }
    return CompletableFuture.completedFuture(
        IqAnswer.of(
            Requests.owned(
                XmlElement.builder(Namespaces.PUBSUB_OWNER, "default").add(form(defaults)))));
  }

  private static String label(NodeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static XmlElement form(NodeConfiguration configuration) {
    return OptionForms.form(
        OptionForms.NODE_CONFIG, configuration.values(), NodeOptions.of(configuration));
  }

  /** XEP-0248, sections 7.4 and 7.5: puts one more node into a collection, or takes it out. */
  CompletableFuture<IqAnswer> collection(Actor actor, XmlElement action) {
    String collection = Requests.node(action);
    XmlElement change =
        action.firstChild().orElseThrow(() -> PubSubErrors.badRequest("<collection/> is empty"));
    String child = Requests.node(change);
    return switch (change.name()) {
      case "associate" ->
          collections(actor, child)
              .thenCompose(
                  present -> {
                    List<String> more = new ArrayList<>(present);
                    more.add(collection);
                    return configure(actor, child, more);
                  });
      case "dissociate" ->
          collections(actor, child)
              .thenCompose(
                  present -> {
                    if (!present.contains(collection)) {
                      throw PubSubErrors.badRequest(
                          "'" + child + "' is not in '" + collection + "'");
                    }
                    return configure(
                        actor, child, present.stream().filter(n -> !n.equals(collection)).toList());
                  });
      default ->
          throw PubSubErrors.badRequest("'" + change.name() + "' is nothing that is done with one");
    };
  }

  private CompletableFuture<List<String>> collections(Actor actor, String child) {
    return owners.configuration(actor, child).thenApply(node -> node.configuration().collections());
  }

  private CompletableFuture<IqAnswer> configure(
      Actor actor, String child, List<String> collections) {
    return Requests.done(
        owners.configure(actor, child, Map.of(NodeOptions.COLLECTION.name(), collections)));
  }
}
