package dev.herald.publisher.table;

import dev.herald.Republication;
import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes rows as they are, in the node's lane; after a failure of the target it goes on. */
final class Republishing implements Republication, TableTasks.Task {

  private final TableNode node;
  private final NodePublisher target;
  private final RowPublisher publisher;
  private final EntityRows rows;
  private final CompletableFuture<Long> completion = new CompletableFuture<>();
  private final AtomicLong done = new AtomicLong();
  private volatile long total = -1;

  /** What is still to be done; null until it is known. Used in the lane. */
  private @Nullable List<Object> left;

  /**
   * @param ids of the rows; null for the newest, as many as the node keeps
   */
  Republishing(
      TableNode node, @Nullable List<Object> ids, NodePublisher target, PublisherMetrics metrics) {
    this.node = node;
    this.target = target;
    this.publisher = new RowPublisher(target, metrics);
    this.rows = new EntityRows(node, metrics);
    this.left = ids;
    if (ids != null) {
      total = ids.size();
    }
  }

  @Override
  public void run() {
    try {
      List<Object> next = left == null ? all() : left;
      while (!next.isEmpty() && !completion.isDone()) {
        int size = Math.min(next.size(), EntityRows.BATCH);
        publish(next.subList(0, size));
        next = next.subList(size, next.size());
        left = next;
        done.addAndGet(size);
      }
      completion.complete(done());
    } catch (UnreadableException e) {
      fail(node.entity().name() + " cannot be read", e.getCause());
    }
  }

  /** What the node is not to have leaves first, before rows take its place. */
  private List<Object> all() {
    List<Object> newest = read(rows::newestIds);
    total = newest.size();
    Set<String> others = new LinkedHashSet<>(target.itemIds(node.name()));
    newest.forEach(id -> others.remove(rows.itemId(id)));
    Batches.of(List.copyOf(others), this::retract);
    return newest;
  }

  private void publish(List<Object> ids) {
    Map<String, Object> missing = new LinkedHashMap<>();
    ids.forEach(id -> missing.put(rows.itemId(id), id));
    Map<String, XmlElement> items = target.items(node.name(), missing.keySet());
    List<Change> changes = new ArrayList<>();
    List<String> elsewhere = new ArrayList<>();
    for (Row row : read(() -> rows.read(ids, items))) {
      missing.remove(row.itemId());
      if (row.here()) {
        changes.add(new Change.Publish(node.name(), row.itemId(), XmlFragment.of(row.payload())));
      } else if (items.containsKey(row.itemId())) {
        elsewhere.add(row.itemId());
      }
    }
    missing.keySet().retainAll(items.keySet());
    if (!missing.isEmpty()) {
      // A row that is there and cannot be written keeps the item that it has.
      List<Object> asked = List.copyOf(missing.values());
      read(() -> rows.existing(asked)).forEach(id -> missing.remove(rows.itemId(id)));
      elsewhere.addAll(missing.keySet());
    }
    retract(elsewhere);
    if (!changes.isEmpty() && !node.entity().hasFixedNode()) {
      target.createNode(node.name(), NodeOptions.of(node.entity()));
    }
    publisher.send(changes);
  }

  private void retract(List<String> itemIds) {
    publisher.send(itemIds.stream().map(id -> new Change.Retract(node.name(), id)).toList());
  }

  /** Unlike the target, the application's database is not asked again until it answers. */
  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      throw new UnreadableException(e);
    }
  }

  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(RuntimeException cause) {
      super(cause);
    }
  }

  @Override
  public void fail(String why, @Nullable Throwable cause) {
    completion.completeExceptionally(
        new IllegalStateException("%s; %s".formatted(progress(), why), cause));
  }

  private String progress() {
    return "%d of %s rows of %s are published to '%s'"
        .formatted(
            done(),
            total < 0 ? "an unknown number of" : "" + total,
            node.entity().name(),
            node.name());
  }

  @Override
  public long done() {
    return done.get();
  }

  @Override
  public OptionalLong total() {
    return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
  }

  @Override
  public CompletableFuture<Long> completion() {
    return completion.copy();
  }

  @Override
  public long await(Duration timeout) {
    return RepublicationResult.await(completion, timeout, this::progress);
  }
}
