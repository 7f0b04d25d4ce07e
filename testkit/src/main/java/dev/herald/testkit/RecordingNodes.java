package dev.herald.testkit;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.registration.NodeAccess;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Notes what a target is given and has taken. */
final class RecordingNodes implements NodePublisher {

  private final NodePublisher target;
  private final EventLog events;

  RecordingNodes(NodePublisher target, EventLog events) {
    this.target = target;
    this.events = events;
  }

  boolean recordTo(EventLog log) {
    return events == log;
  }

  @Override
  public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
    return record(
        RecordedEvent.published(node, itemId, payload.xml()),
        () -> target.publish(node, itemId, payload));
  }

  @Override
  public CompletionStage<Void> retract(String node, String itemId) {
    return record(RecordedEvent.retracted(node, itemId), () -> target.retract(node, itemId));
  }

  /** The outbox sees the answer after the event has been noted: then nothing waits any more. */
  private CompletionStage<Void> record(
      RecordedEvent event, Supplier<CompletionStage<Void>> request) {
    EventLog.Entry entry = events.add(event);
    CompletionStage<Void> answer;
    try {
      answer = request.get();
    } catch (RuntimeException | Error e) {
      events.withdraw(entry);
      throw e;
    }
    return answer.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            events.taken(entry);
          } else {
            events.withdraw(entry);
          }
        });
  }

  @Override
  public boolean isReachable() {
    return target.isReachable();
  }

  @Override
  public void restrict(NodeAccess access) {
    target.restrict(access);
  }

  @Override
  public void createNode(String node, NodeOptions options) {
    target.createNode(node, options);
  }

  @Override
  public Collection<String> itemIds(String node) {
    return target.itemIds(node);
  }

  @Override
  public Collection<String> nodes(String prefix) {
    return target.nodes(prefix);
  }

  @Override
  public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    return target.items(node, itemIds);
  }

  /** No event of an item; each of those was recorded. */
  @Override
  public void changed(String node, int published, int retracted) {
    target.changed(node, published, retracted);
  }
}
