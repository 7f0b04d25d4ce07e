package dev.herald.testkit;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.registration.NodeAccess;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nodes that only keep their items, for tests without a server. Guarded by itself. */
final class MemoryNodes implements NodePublisher {

  /** As a node is that nobody has given options. */
  private static final int MAX_ITEMS = 1_000;

  private static final class Node {
    private int maxItems = MAX_ITEMS;
    private final Map<String, XmlFragment> items = new LinkedHashMap<>();

    /** The oldest go when there are too many, of which nobody is told. */
    private void trim() {
      while (items.size() > maxItems) {
        items.remove(items.keySet().iterator().next());
      }
    }
  }

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private Node node(String name) {
    return nodes.computeIfAbsent(name, unknown -> new Node());
  }

  @Override
  public void restrict(NodeAccess access) {
    // Nobody reads them but the test.
  }

  @Override
  public synchronized void createNode(String name, NodeOptions options) {
    Node node = node(name);
    node.maxItems = options.maxItems();
    node.trim();
  }

  @Override
  public synchronized Collection<String> itemIds(String name) {
    Node node = nodes.get(name);
    return node == null ? List.of() : List.copyOf(node.items.keySet());
  }

  @Override
  public synchronized Collection<String> nodes(String prefix) {
    return nodes.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public synchronized Map<String, XmlElement> items(String name, Collection<String> itemIds) {
    Map<String, XmlElement> found = new LinkedHashMap<>();
    Node node = nodes.get(name);
    if (node != null) {
      for (String itemId : itemIds) {
        XmlFragment payload = node.items.get(itemId);
        if (payload != null) {
          found.put(itemId, PayloadFields.parse(payload.xml()));
        }
      }
    }
    return found;
  }

  @Override
  public synchronized CompletionStage<Void> publish(
      String name, String itemId, XmlFragment payload) {
    Node node = node(name);
    node.items.remove(itemId);
    node.items.put(itemId, payload);
    node.trim();
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<Void> retract(String name, String itemId) {
    Node node = nodes.get(name);
    if (node != null) {
      node.items.remove(itemId);
    }
    return CompletableFuture.completedStage(null);
  }
}
