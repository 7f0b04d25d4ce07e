package dev.herald.publisher.bulk;

import dev.herald.Republication;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes rows as they are, in the node's lane; after a failure of the target it goes on. */
final class Republishing implements Republication {

  private final PublishedEntity entity;
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
      PublishedEntity entity,
      @Nullable List<Object> ids,
      NodePublisher target,
      PublisherMetrics metrics) {
    this.entity = entity;
    this.target = target;
    this.publisher = new RowPublisher(target, metrics);
    this.rows = new EntityRows(entity, metrics);
    this.left = ids;
    if (ids != null) {
      total = ids.size();
    }
  }

  String node() {
    return entity.node();
  }

  /** To be called again if it throws. */
  void run() {
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
      fail(entity.name() + " cannot be read", e.getCause());
    }
  }

  /** What the node is not to have leaves first, before rows take its place. */
  private List<Object> all() {
    List<Object> newest = read(rows::newestIds);
    total = newest.size();
    Set<String> others = new LinkedHashSet<>(target.itemIds(node()));
    newest.forEach(id -> others.remove(rows.itemId(id)));
    others.forEach(itemId -> publisher.retract(node(), itemId));
    return newest;
  }

  private void publish(List<Object> ids) {
    Map<String, Object> missing = new LinkedHashMap<>();
    ids.forEach(id -> missing.put(rows.itemId(id), id));
    Map<String, XmlElement> items = target.items(node(), missing.keySet());
    for (Row row : read(() -> rows.read(ids, items))) {
      missing.remove(row.itemId());
      publisher.publish(row, items.containsKey(row.itemId()) ? "update" : "insert");
    }
    missing.keySet().retainAll(items.keySet());
    if (!missing.isEmpty()) {
      // A row that is there and cannot be written keeps the item that it has.
      List<Object> asked = List.copyOf(missing.values());
      read(() -> rows.existing(asked)).forEach(id -> missing.remove(rows.itemId(id)));
      missing.keySet().forEach(itemId -> publisher.retract(node(), itemId));
    }
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

  void fail(String why, @Nullable Throwable cause) {
    completion.completeExceptionally(
        new IllegalStateException("%s; %s".formatted(progress(), why), cause));
  }

  private String progress() {
    return "%d of %s rows of %s are published to '%s'"
        .formatted(done(), total < 0 ? "an unknown number of" : "" + total, entity.name(), node());
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
    try {
      return completion.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s within %s; it goes on, wait longer for it".formatted(progress(), timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(progress() + "; the thread was interrupted", e);
    }
  }
}
