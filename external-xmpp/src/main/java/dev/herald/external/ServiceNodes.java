package dev.herald.external;

import dev.herald.external.stream.AnswerException;
import dev.herald.external.stream.ConnectionException;
import dev.herald.publisher.NodeOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that have been used: what they are to be, and whether they are so on this connection. A
 * server may have lost them before the next one. Thread-safe.
 */
final class ServiceNodes {

  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private final NodeSetup setup = new NodeSetup();

  /** Guarded by itself, but for what is volatile. */
  private static final class Node {
    private @Nullable NodeOptions options;
    private boolean known;
    private volatile @Nullable PubSubRequests readyOn;
    private volatile @Nullable ConnectionState denied;
  }

  /** From now on it is to be so. */
  void describe(String name, NodeOptions options) {
    Node node = node(name);
    synchronized (node) {
      node.options = options;
      node.readyOn = null;
    }
  }

  private Node node(String name) {
    return nodes.computeIfAbsent(name, n -> new Node());
  }

  /** Does nothing for a node that nobody has described. */
  void readyIfDescribed(PubSubRequests service, String name) {
    if (nodes.containsKey(name)) {
      ready(service, name);
    }
  }

  /**
   * Makes it what it is to be, unless that has been done on this connection; whoever else needs it
   * waits meanwhile.
   *
   * @throws DeniedException when this account may not
   * @throws AnswerException when the server refuses it otherwise
   * @throws ConnectionException when the connection ends
   */
  void ready(PubSubRequests service, String name) {
    Node node = node(name);
    if (node.readyOn == service) {
      return;
    }
    synchronized (node) {
      if (node.readyOn == service) {
        return;
      }
      try {
        setup.make(service, name, node.options, node.known);
      } catch (DeniedException e) {
        throw denied(name, e);
      }
      node.known = true;
      node.readyOn = service;
      node.denied = null;
    }
  }

  /** Those that are what they are to be on this connection. */
  List<String> ready(PubSubRequests service) {
    return nodes.entrySet().stream()
        .filter(node -> node.getValue().readyOn == service)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** It is not there any more; the next one who needs it makes it. */
  void forget(String name) {
    node(name).readyOn = null;
  }

  /** Notes what cannot be done at a node until it can. */
  DeniedException denied(String name, DeniedException why) {
    node(name).denied = new ConnectionState(false, String.valueOf(why.getMessage()), Instant.now());
    return why;
  }

  /** An item was taken. */
  void taken(String name) {
    Node node = node(name);
    if (node.denied != null) {
      node.denied = null;
    }
  }

  /** What cannot be done at one of the nodes, if there is something. */
  Optional<ConnectionState> denied() {
    for (Node node : nodes.values()) {
      ConnectionState denied = node.denied;
      if (denied != null) {
        return Optional.of(denied);
      }
    }
    return Optional.empty();
  }
}
