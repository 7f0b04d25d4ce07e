package dev.herald.publisher;

import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.publisher.table.TableFill;
import dev.herald.publisher.table.TableTasks;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the nodes of what is registered, and makes them what their tables are: fills those that are
 * empty, and compares the others, since something may have been done to their tables while nobody
 * listened.
 */
final class OpeningNodes {

  private static final Logger log = LoggerFactory.getLogger(OpeningNodes.class);
  private static final long FILL_SECONDS = 60;
  private static final long LOOK_MILLIS = 250;

  private final NodePublisher target;
  private final PublishedEntities entities;
  private final Outboxes outboxes;
  private final TableFill fill;
  private final TableTasks tables;

  OpeningNodes(
      NodePublisher target,
      PublishedEntities entities,
      Outboxes outboxes,
      TableFill fill,
      TableTasks tables) {
    this.target = target;
    this.entities = entities;
    this.outboxes = outboxes;
    this.fill = fill;
    this.tables = tables;
  }

  /** Waits until the empty ones are filled, for a minute at most, while the target is there. */
  void open(List<PublishedEntity> resolved) {
    // First of all: nodes may be there from before, and be read as soon as somebody comes.
    resolved.forEach(entity -> target.restrict(entity.access()));
    CountDownLatch filled = new CountDownLatch(resolved.size());
    for (PublishedEntity entity : resolved) {
      AtomicBoolean counted = new AtomicBoolean();
      open(
          entity,
          () -> {
            if (!counted.getAndSet(true)) {
              filled.countDown();
            }
          });
    }
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FILL_SECONDS);
      while (!filled.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!target.isReachable()) {
          log.warn("Nodes are filled from their tables when their server can be reached");
          return;
        }
        if (System.nanoTime() > deadline) {
          log.warn("Filling nodes from their tables takes longer than {} s", FILL_SECONDS);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open(PublishedEntity entity, Runnable filled) {
    // Before a save needs it: its tables may be missing.
    outboxes.of(entity.factory());
    if (entity.hasFixedNode()) {
      target.createNode(entity.node(), NodeOptions.of(entity));
    }
    if (!entities.add(entity) || !entity.hasFixedNode()) {
      filled.run();
      return;
    }
    AtomicBoolean begun = new AtomicBoolean();
    // Who has the lane, if it is another process, has filled the node, or does.
    outboxes.of(entity.factory()).inLane(entity.node(), () -> fill(entity, begun, filled), filled);
  }

  /**
   * In the lane, before the first save that was heard is sent: that would make an empty node look
   * filled. A table that cannot be read must not keep what is saved or published from its node.
   *
   * @param begun whether a fill has failed halfway
   */
  private void fill(PublishedEntity entity, AtomicBoolean begun, Runnable filled) {
    try {
      if (target.itemIds(entity.node()).isEmpty()) {
        begun.set(true);
        fill.fill(entity, entity.node());
      } else {
        if (!begun.get()) {
          // It can be read as it was, so nobody needs to wait for what differs.
          filled.run();
        }
        fill.refetch(entity, entity.node());
      }
    } catch (PersistenceException e) {
      log.warn("{} cannot be read; '{}' is filled when it can", entity.name(), entity.node(), e);
      tables.refetch(entity);
    }
    filled.run();
  }
}
