package dev.herald.publisher.table;

import dev.herald.Republication;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import jakarta.persistence.PersistenceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done about the tables of nodes, each in its node's lane once nothing waits there: a
 * change that was saved before must not be announced after it. A lane remembers one task, so each
 * of these does all that is due at its node, and none is lost when another takes its place. What is
 * due at the nodes of a template is found out in a lane of the template's own.
 */
public final class TableTasks {

  /** Where nodes are worked on, each by one thread at a time. */
  public interface Lanes {

    /** Runs a task in a node's lane once nothing waits there; again if it throws. */
    void whenEmpty(PublishedEntity entity, String node, Runnable task);

    /** Has a node compared with its table, also after the end of this process if that can be. */
    void refetch(PublishedEntity entity, String node);
  }

  /** Something that somebody waits for. */
  interface Task {

    /** To be called again if it throws. */
    void run();

    void fail(String why, @Nullable Throwable cause);
  }

  /** Guarded by being used within the map's own operations only. */
  private static final class Due {
    boolean refetch;
    final Queue<Task> tasks = new ArrayDeque<>();
  }

  private static final Logger log = LoggerFactory.getLogger(TableTasks.class);

  private final PublishedEntities entities;
  private final TableFill fill;
  private final Lanes lanes;
  private final Map<String, Due> due = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public TableTasks(PublishedEntities entities, TableFill fill, Lanes lanes) {
    this.entities = entities;
    this.fill = fill;
    this.lanes = lanes;
  }

  /** Has the nodes of an entity compared with its table. */
  public void refetch(PublishedEntity entity) {
    lanes.whenEmpty(entity, entity.node(), toRefetch(entity.node()));
  }

  /**
   * Compares a node with its table; in its lane. When the table cannot be read, that is done once
   * it can be, and nothing else waits for it.
   */
  public void refetchNow(String node) {
    PublishedEntity entity = published(node);
    if (entity == null) {
      log.warn("'{}' was to be compared with its table, and is not published any more", node);
      return;
    }
    try {
      compare(entity, node);
    } catch (PersistenceException e) {
      log.warn("{} cannot be read; '{}' is compared when it can", entity.name(), node, e);
      lanes.whenEmpty(entity, node, toRefetch(node));
    }
  }

  private @Nullable PublishedEntity published(String node) {
    return entities.registered(node).or(() -> entities.ofNode(node)).orElse(null);
  }

  private void compare(PublishedEntity entity, String node) {
    if (!entity.hasFixedNode() && node.equals(entity.node())) {
      fill.nodes(entity).forEach(one -> lanes.refetch(entity, one));
    } else {
      fill.refetch(entity, node);
    }
  }

  /** The task for the lane of a node that is to be compared with its table. */
  public Runnable toRefetch(String node) {
    setDue(node, true);
    return () -> run(node);
  }

  /**
   * Has rows published as they are.
   *
   * @param published all that an entity is published as
   * @param ids of the rows; null for the newest, as many as a node keeps
   * @throws IllegalArgumentException when one of the ids is none of the entity
   */
  public Republication republish(List<PublishedEntity> published, @Nullable Collection<?> ids) {
    PublishedEntity first = published.get(0);
    List<Object> required = ids == null ? null : RowIds.require(first, ids);
    List<Republication> parts = new ArrayList<>();
    published.forEach(entity -> parts.add(republish(entity, required)));
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Republications all = new Republications(first.name());
    all.consistsOf(parts);
    return all;
  }

  private Republication republish(PublishedEntity entity, @Nullable List<Object> ids) {
    if (entity.hasFixedNode()) {
      return republish(entity, entity.node(), ids);
    }
    Republications all = new Republications(entity.name());
    add(entity, entity.node(), new InAllNodes(entity, ids, all));
    return all;
  }

  private Republication republish(PublishedEntity entity, String node, @Nullable List<Object> ids) {
    Republishing republishing = fill.republishing(entity, node, ids);
    add(entity, node, republishing);
    return republishing;
  }

  private void add(PublishedEntity entity, String node, Task task) {
    due.compute(
        node,
        (name, its) -> {
          Due known = its == null ? new Due() : its;
          known.tasks.add(task);
          return known;
        });
    if (closed) {
      failAll();
    } else {
      lanes.whenEmpty(entity, node, () -> run(node));
    }
  }

  /** Tells those who wait for rows that these are not published any more. */
  public void close() {
    closed = true;
    failAll();
  }

  private void failAll() {
    for (String node : List.copyOf(due.keySet())) {
      Task next;
      while ((next = next(node)) != null) {
        done(node, next);
        next.fail("the publisher is closed", null);
      }
    }
  }

  /** What throws stays due; whoever waits for rows does not wait for a table that is not read. */
  private void run(String node) {
    try {
      refetchIfDue(node);
    } finally {
      Task next;
      while ((next = next(node)) != null) {
        next.run();
        done(node, next);
      }
    }
  }

  private void refetchIfDue(String node) {
    if (!setDue(node, false)) {
      return;
    }
    try {
      PublishedEntity entity = published(node);
      if (entity != null) {
        compare(entity, node);
      }
    } catch (RuntimeException | Error e) {
      setDue(node, true);
      throw e;
    }
  }

  /** Whether a comparison was due before. */
  private boolean setDue(String node, boolean refetch) {
    boolean[] before = new boolean[1];
    due.compute(
        node,
        (name, its) -> {
          Due known = its == null ? new Due() : its;
          before[0] = known.refetch;
          known.refetch = refetch;
          return orNothing(known);
        });
    return before[0];
  }

  private @Nullable Task next(String node) {
    @Nullable Task[] next = new Task[1];
    due.computeIfPresent(
        node,
        (name, its) -> {
          next[0] = its.tasks.peek();
          return its;
        });
    return next[0];
  }

  private void done(String node, Task task) {
    due.computeIfPresent(
        node,
        (name, its) -> {
          its.tasks.remove(task);
          return orNothing(its);
        });
  }

  private static @Nullable Due orNothing(Due its) {
    return its.refetch || !its.tasks.isEmpty() ? its : null;
  }

  /** Finds out which nodes there are. */
  private final class InAllNodes implements Task {

    private final PublishedEntity entity;
    private final @Nullable List<Object> ids;
    private final Republications all;

    InAllNodes(PublishedEntity entity, @Nullable List<Object> ids, Republications all) {
      this.entity = entity;
      this.ids = ids;
      this.all = all;
    }

    @Override
    public void run() {
      List<Republication> parts = new ArrayList<>();
      try {
        fill.nodes(entity).forEach(node -> parts.add(republish(entity, node, ids)));
      } catch (PersistenceException e) {
        fail(entity.name() + " cannot be read", e);
        return;
      }
      all.consistsOf(parts);
    }

    @Override
    public void fail(String why, @Nullable Throwable cause) {
      all.fail(why, cause);
    }
  }
}
