package dev.herald.publisher;

import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A target that keeps what it is given, up to its nodes' max_items, and can be made to fail.
 * Guarded by itself.
 */
final class RecordingNodes implements NodePublisher {

  private static final XmlElement RETRACTION = XmlElement.empty("", "retract");

  record Event(String node, String itemId, XmlElement payload) {
    String operation() {
      return payload.equals(RETRACTION)
          ? "retract"
          : payload.toString().contains("op=\"update\"") ? "update" : "insert";
    }

    @Override
    public String toString() {
      return operation() + " " + node + " " + itemId;
    }
  }

  private final Map<String, Map<String, XmlElement>> nodes = new LinkedHashMap<>();
  private final Map<String, NodeOptions> options = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private Predicate<String> failing = node -> false;

  @Override
  public synchronized void createNode(String node, NodeOptions newOptions) {
    nodes.computeIfAbsent(node, name -> new LinkedHashMap<>());
    options.put(node, newOptions);
  }

  @Override
  public synchronized Collection<String> itemIds(String node) {
    return List.copyOf(nodes.getOrDefault(node, Map.of()).keySet());
  }

  @Override
  public synchronized Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    Map<String, XmlElement> found = new LinkedHashMap<>(nodes.getOrDefault(node, Map.of()));
    found.keySet().retainAll(itemIds);
    return found;
  }

  @Override
  public synchronized void changed(String node, int published, int retracted) {
    words.add("changed %s %d %d".formatted(node, published, retracted));
    notifyAll();
  }

  @Override
  public synchronized void publish(String node, String itemId, XmlElement payload) {
    failIfAsked(node);
    Map<String, XmlElement> items = nodes.computeIfAbsent(node, name -> new LinkedHashMap<>());
    items.remove(itemId);
    items.put(itemId, payload);
    NodeOptions its = options.get(node);
    if (its != null && items.size() > its.maxItems()) {
      items.remove(items.keySet().iterator().next());
    }
    events.add(new Event(node, itemId, payload));
    notifyAll();
  }

  @Override
  public synchronized void retract(String node, String itemId) {
    failIfAsked(node);
    nodes.computeIfAbsent(node, name -> new LinkedHashMap<>()).remove(itemId);
    events.add(new Event(node, itemId, RETRACTION));
    notifyAll();
  }

  synchronized void failFor(Predicate<String> newFailing) {
    failing = newFailing;
  }

  synchronized NodeOptions options(String node) {
    return Objects.requireNonNull(options.get(node), "no such node");
  }

  /** The next event that has not been taken; waits for it. */
  synchronized Event next() throws InterruptedException {
    await("was published", () -> !events.isEmpty());
    return events.remove(0);
  }

  /** All events that have not been taken. */
  synchronized List<String> taken() {
    List<String> all = events.stream().map(Event::toString).toList();
    events.clear();
    return all;
  }

  /** The next word that many items have changed; waits for it. */
  synchronized String nextWord() throws InterruptedException {
    await("was said", () -> !words.isEmpty());
    return words.remove(0);
  }

  /** What was said and has not been taken. */
  synchronized List<String> words() {
    return List.copyOf(words);
  }

  private synchronized void await(String what, BooleanSupplier reached)
      throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!reached.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("Nothing " + what + " within 20 s");
      }
      wait(left);
    }
  }

  private void failIfAsked(String node) {
    if (failing.test(node)) {
      throw new IllegalStateException("The target is down, as the test wants it");
    }
  }
}
