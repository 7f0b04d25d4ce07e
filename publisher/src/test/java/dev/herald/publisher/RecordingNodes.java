package dev.herald.publisher;

import dev.herald.publisher.registration.NodeAccess;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A target that keeps what it is given, and can be made to fail. Guarded by itself. */
final class RecordingNodes implements NodePublisher {

  private static final XmlElement RETRACTION = XmlElement.empty("", "retract");

  private static final XmlLimits LIMITS = new XmlLimits(20_000_000, 1_000_000, 1_000, 1_000);

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
  private final Map<String, NodeAccess> accesses = new LinkedHashMap<>();
  private final Map<String, NodeOptions> options = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private Predicate<String> failing = node -> false;
  private BiPredicate<String, String> refusing = (node, item) -> false;
  private boolean losing;

  @Override
  public synchronized void restrict(NodeAccess access) {
    accesses.put(access.nodes(), access);
  }

  /** Who may read these nodes, which must have been said. */
  synchronized NodeAccess access(String nodes) {
    return Objects.requireNonNull(accesses.get(nodes), "nothing was said");
  }

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
  public synchronized Collection<String> nodes(String prefix) {
    return nodes.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
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
  public synchronized CompletionStage<Void> publish(
      String node, String itemId, XmlFragment fragment) {
    failIfAsked(node);
    refuseIfAsked(node, itemId);
    XmlElement payload = XmlStreamReader.parseDocument(fragment.xml(), LIMITS);
    Map<String, XmlElement> items = nodes.computeIfAbsent(node, name -> new LinkedHashMap<>());
    items.remove(itemId);
    items.put(itemId, payload);
    NodeOptions its = options.get(node);
    if (its != null && items.size() > its.maxItems()) {
      items.remove(items.keySet().iterator().next());
    }
    events.add(new Event(node, itemId, payload));
    notifyAll();
    return answer();
  }

  @Override
  public synchronized CompletionStage<Void> retract(String node, String itemId) {
    failIfAsked(node);
    nodes.computeIfAbsent(node, name -> new LinkedHashMap<>()).remove(itemId);
    events.add(new Event(node, itemId, RETRACTION));
    notifyAll();
    return answer();
  }

  private CompletionStage<Void> answer() {
    return losing
        ? CompletableFuture.failedStage(new IllegalStateException("Lost, as the test wants it"))
        : CompletableFuture.completedStage(null);
  }

  /** It takes what it is given, and the answer does not arrive. */
  synchronized void loseAnswers(boolean lost) {
    losing = lost;
  }

  synchronized void failFor(Predicate<String> newFailing) {
    failing = newFailing;
  }

  synchronized void refuseFor(BiPredicate<String, String> newRefusing) {
    refusing = newRefusing;
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

  /** The events up to an item's retraction, without those of the item; waits for it. */
  synchronized List<Event> until(String node, String itemId) throws InterruptedException {
    List<Event> before = new ArrayList<>();
    while (true) {
      Event event = next();
      if (!event.node().equals(node) || !event.itemId().equals(itemId)) {
        before.add(event);
      } else if (event.operation().equals("retract")) {
        return before;
      }
    }
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

  /** Waits for a condition that soon holds. */
  void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("That did not come about within 20 s");
      }
      Thread.sleep(10);
    }
  }

  /** All that was not taken by {@link #next}. */
  synchronized List<Event> all() {
    return List.copyOf(events);
  }

  synchronized void forget() {
    events.clear();
  }

  private void refuseIfAsked(String node, String itemId) {
    if (refusing.test(node, itemId)) {
      throw new PublishRefusedException("Refused, as the test wants it");
    }
  }

  private void failIfAsked(String node) {
    if (failing.test(node)) {
      throw new IllegalStateException("The target is down, as the test wants it");
    }
  }
}
