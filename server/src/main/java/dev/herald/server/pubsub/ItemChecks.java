package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.WhenFull;
import dev.herald.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 7.1.3: whether an item can be published, or retracted, at a node like this. */
final class ItemChecks {

  private ItemChecks() {}

  /** That there can be an item (section 7.1.3.7). */
  static void requireItems(String name, NodeConfiguration configuration) {
    if (!configuration.hasItems()) {
      throw new PubSubException(
          Reason.ITEM_FORBIDDEN,
          "'" + name + "' only tells that something happened, so there is no item");
    }
  }

  /** That there need be none (section 7.1.3.7). */
  static void requireNoItems(String name, NodeConfiguration configuration) {
    if (configuration.persistItems()) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "An item is missing for '" + name + "'");
    }
    if (configuration.deliverPayloads()) {
      throw payloadRequired(name);
    }
  }

  /**
   * That a payload is as the node has them (sections 7.1.3.5 to 7.1.3.7).
   *
   * @param namespace of its root; null to have it not looked at
   */
  static void requirePayload(
      String name,
      NodeConfiguration configuration,
      Actor actor,
      String payload,
      @Nullable String namespace) {
    // The application knows what its items mean without one.
    boolean required = configuration.deliverPayloads() && !(actor instanceof Actor.Application);
    if (required && payload.isEmpty()) {
      throw payloadRequired(name);
    }
    int most = configuration.get(NodeOptions.MAX_PAYLOAD_SIZE);
    if (payload.length() > most / 3 && payload.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new PubSubException(
          Reason.PAYLOAD_TOO_BIG, "A payload at '%s' has at most %d bytes".formatted(name, most));
    }
    String type = configuration.get(NodeOptions.TYPE);
    if (namespace != null && !type.isEmpty() && !namespace.equals(type)) {
      throw new PubSubException(
          Reason.INVALID_PAYLOAD,
          "The payload's namespace is '%s'; at '%s' it is '%s'".formatted(namespace, name, type));
    }
  }

  private static PubSubException payloadRequired(String name) {
    return new PubSubException(
        Reason.PAYLOAD_REQUIRED,
        "An item at '" + name + "' has a payload, which its event carries");
  }

  /**
   * Sections 7.1.2.5 and 7.1.3.4: which item has to leave, and be told of, for a new one.
   *
   * @return none when there is room, or when the oldest leaves by itself
   */
  static List<Item> inTheWay(NodeWork work, String id) {
    NodeConfiguration configuration = work.node().configuration();
    WhenFull whenFull = configuration.get(NodeOptions.PUBLISH_NODE_FULL);
    boolean told =
        whenFull == WhenFull.RETRACT_OLDEST && configuration.get(NodeOptions.NOTIFY_RETRACT);
    // Else nobody counts.
    if ((told || whenFull == WhenFull.REJECT)
        && work.stored().item(id) == null
        && work.stored().itemCount() >= configuration.maxItems()) {
      if (whenFull == WhenFull.REJECT) {
        throw new PubSubException(
            Reason.NODE_FULL,
            "'%s' has its limit of %d items; retract one first"
                .formatted(work.name(), configuration.maxItems()));
      }
      return work.stored().items(0, Long.MAX_VALUE, 1, false);
    }
    return List.of();
  }

  /** Who may only publish must not overwrite what others have published (section 4.1). */
  static void requireOwn(NodeWork work, Actor.Client client, String id) {
    Affiliation affiliation = work.state().affiliation(client.jid());
    if (affiliation == Affiliation.PUBLISH_ONLY) {
      Item before = work.stored().item(id);
      Jid publisher = before == null ? client.jid() : before.publisher();
      if (publisher == null || !publisher.bare().equals(client.jid().bare())) {
        throw new PubSubException(Reason.FORBIDDEN, "The item '" + id + "' is another publisher's");
      }
    }
  }
}
