package dev.herald.testkit;

import dev.herald.publisher.NodePublisher;

/**
 * Stands between a publisher and the nodes, and keeps the latest 100,000 events for {@link
 * HeraldEvents}. Thread-safe.
 */
public final class NodeRecorder {

  private final EventLog events = new EventLog();

  /** Nodes in memory without a server: nobody can subscribe to them. */
  public NodePublisher nodes() {
    return recording(new MemoryNodes());
  }

  /** Passes on everything to a target, and records what that has taken; once, if asked twice. */
  public NodePublisher recording(NodePublisher target) {
    return target instanceof RecordingNodes nodes && nodes.recordTo(events)
        ? target
        : new RecordingNodes(target, events);
  }

  EventLog events() {
    return events;
  }
}
