package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** XEP-0060: what owners ask for (section 8); of it, deletion and the default configuration. */
public final class PubSubOwnerHandler implements IqHandler {

  private static final Map<String, String> NOT_SUPPORTED =
      Map.of(
          "configure", "config-node",
          "purge", "purge-nodes",
          "subscriptions", "manage-subscriptions",
          "affiliations", "modify-affiliations");

  private final PubSubService service;

  public PubSubOwnerHandler(PubSubService service) {
    this.service = service;
  }

  @Override
  public String namespace() {
    return Namespaces.PUBSUB_OWNER;
  }

  @Override
  public List<String> features() {
    return List.of(Namespaces.PUBSUB + "#delete-nodes", Namespaces.PUBSUB + "#retrieve-default");
  }

  @Override
  public @Nullable XmlElement handle(IqRequest request) {
    XmlElement action =
        request
            .payload()
            .firstChild()
            .orElseThrow(() -> PubSubErrors.badRequest("<pubsub/> is empty"));
    if (NOT_SUPPORTED.containsKey(action.name())) {
      throw PubSubErrors.unsupported(NOT_SUPPORTED.get(action.name()));
    }
    if (!request.set() && action.name().equals("default")) {
      return XmlElement.builder(Namespaces.PUBSUB_OWNER, "pubsub")
          .add(
              XmlElement.builder(Namespaces.PUBSUB_OWNER, "default")
                  .add(ConfigurationForm.of(service.defaults())))
          .build();
    }
    if (!request.set() || !action.name().equals("delete")) {
      throw PubSubErrors.badRequest("'" + action.name() + "' is no request of an owner");
    }
    String node = action.attribute("node");
    try {
      if (node == null) {
        throw new PubSubException(Reason.NODE_REQUIRED, "The node is missing");
      }
      service.delete(Actors.of(request), node);
      return null;
    } catch (PubSubException e) {
      throw PubSubErrors.of(e);
    }
  }
}
