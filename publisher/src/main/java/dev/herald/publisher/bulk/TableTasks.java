package dev.herald.publisher.bulk;

import dev.herald.Republication;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the tables of nodes, each in its node's lane once nothing waits there: a
 * change that was saved before must not be announced after it. A lane remembers one task, so each
 * of these does all that is due at its node, and none is lost when another takes its place.
 */
public final class TableTasks {

  private static final class Due {
    final AtomicBoolean refetch = new AtomicBoolean();
    final Queue<Republishing> republishings = new ConcurrentLinkedQueue<>();
  }

  private final PublishedEntities entities;
  private final TableFill fill;
  private final BiConsumer<String, Runnable> lanes;
  private final Map<String, Due> due = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param lanes runs a task in a node's lane once nothing waits there; again if it throws
   */
  public TableTasks(
      PublishedEntities entities, TableFill fill, BiConsumer<String, Runnable> lanes) {
    this.entities = entities;
    this.fill = fill;
    this.lanes = lanes;
  }

  /** Has a node compared with its table. */
  public void refetch(PublishedEntity entity) {
    lanes.accept(entity.node(), toRefetch(entity.node()));
  }

  /** The task for the lane of a node that is to be compared with its table. */
  public Runnable toRefetch(String node) {
    due(node).refetch.set(true);
    return () -> run(node);
  }

  /**
   * Has rows published as they are.
   *
   * @param ids of the rows; null for the newest, as many as the node keeps
   * @throws IllegalArgumentException when one of the ids is none of the entity
   */
  public Republication republish(PublishedEntity entity, @Nullable Collection<?> ids) {
    String node = entity.node();
    Republishing republishing =
        fill.republishing(entity, ids == null ? null : RowIds.require(entity, ids));
    due(node).republishings.add(republishing);
    if (closed) {
      failAll();
    } else {
      lanes.accept(node, () -> run(node));
    }
    return republishing;
  }

  /** Tells those who wait for rows that these are not published any more. */
  public void close() {
    closed = true;
    failAll();
  }

  private void failAll() {
    for (Due its : due.values()) {
      Republishing next;
      while ((next = its.republishings.poll()) != null) {
        next.fail("the publisher is closed", null);
      }
    }
  }

  private Due due(String node) {
    return due.computeIfAbsent(node, name -> new Due());
  }

  /** What throws stays due; whoever waits for rows does not wait for a table that is not read. */
  private void run(String node) {
    Due its = due(node);
    try {
      refetchIfDue(node, its);
    } finally {
      Republishing next;
      while ((next = its.republishings.peek()) != null) {
        next.run();
        its.republishings.remove(next);
      }
    }
  }

  private void refetchIfDue(String node, Due its) {
    if (its.refetch.getAndSet(false)) {
      try {
        entities.ofNode(node).ifPresent(fill::refetch);
      } catch (RuntimeException | Error e) {
        its.refetch.set(true);
        throw e;
      }
    }
  }
}
