package dev.herald.embedded;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.publisher.registration.NodeAccess;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Done;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes to the PubSub service of this process, as the application that owns it. */
public final class InProcessNodePublisher implements NodePublisher {

  private static final Logger log = LoggerFactory.getLogger(InProcessNodePublisher.class);

  /** What is stored has been checked by who published it. */
  private static final XmlLimits LIMITS =
      new XmlLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1_000);

  private final PubSubService service;

  public InProcessNodePublisher(PubSubService service) {
    this.service = service;
  }

  @Override
  public void restrict(NodeAccess access) {
    int ended = service.restrict(new EntityReadRule(access));
    if (ended > 0) {
      log.info(
          "{} subscriptions have ended, as '{}' is for {}",
          ended,
          access.nodes(),
          access.readers());
    }
  }

  @Override
  public void createNode(String node, NodeOptions options) {
    service.createOrConfigure(node, configuration(options));
  }

  private static NodeConfiguration configuration(NodeOptions options) {
    if (options.entity() && options.restricted()) {
      return NodeConfiguration.ofRestrictedEntity(options.maxItems());
    }
    return options.entity()
        ? NodeConfiguration.ofEntity(options.maxItems())
        : NodeConfiguration.INITIAL.with(
            dev.herald.server.pubsub.node.NodeOptions.MAX_ITEMS, options.maxItems());
  }

  @Override
  public Collection<String> itemIds(String node) {
    return ifThere(() -> service.itemIds(Actor.APPLICATION, node), List.of());
  }

  @Override
  public Collection<String> nodes(String prefix) {
    return service.nodes(prefix);
  }

  @Override
  public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    return ifThere(
        () -> {
          Map<String, XmlElement> payloads = new HashMap<>();
          for (Item item : service.items(Actor.APPLICATION, node, itemIds)) {
            if (!item.payload().isEmpty()) {
              payloads.put(item.id(), XmlStreamReader.parseDocument(item.payload(), LIMITS));
            }
          }
          return payloads;
        },
        Map.of());
  }

  @Override
  public void changed(String node, int published, int retracted) {
    service.changed(Actor.APPLICATION, node, published, retracted);
  }

  private static <T> T ifThere(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (PubSubException e) {
      if (e.reason() == Reason.NODE_NOT_FOUND) {
        return otherwise;
      }
      throw e;
    }
  }

  @Override
  public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
    return answered(
        service
            .async()
            .publishers()
            .publish(Actor.APPLICATION, node, itemId, payload.xml())
            .thenApply(id -> Done.DONE),
        Set.of());
  }

  @Override
  public CompletionStage<Void> retract(String node, String itemId) {
    // Older than max_items, or never announced: it is not there, which is what was wanted.
    return answered(
        service.async().publishers().retract(Actor.APPLICATION, node, itemId, true),
        Set.of(Reason.ITEM_NOT_FOUND, Reason.NODE_NOT_FOUND));
  }

  /** What a store or a queue cannot take now is tried again, and no other refusal is. */
  private static CompletionStage<Void> answered(
      CompletableFuture<Done> request, Set<Reason> welcome) {
    return request.handle(
        (done, failure) -> {
          if (failure == null) {
            return null;
          }
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (!(cause instanceof PubSubException refusal)) {
            throw new CompletionException(cause);
          }
          if (welcome.contains(refusal.reason())) {
            return null;
          }
          if (refusal.reason() == Reason.STORE_FAILED || refusal.reason() == Reason.BUSY) {
            throw refusal;
          }
          throw new PublishRefusedException(String.valueOf(refusal.getMessage()), refusal);
        });
  }
}
