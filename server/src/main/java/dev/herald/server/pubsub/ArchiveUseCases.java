package dev.herald.server.pubsub;

import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.store.NodeTransaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0442: what subscribers of a node were told, as far back as its change log goes. Answers are
 * as those of {@link AsyncPubSub}.
 */
public final class ArchiveUseCases {

  /** So many changes are read at once. */
  private static final int PART = 256;

  private final NodeLanes lanes;
  private final Access access;

  ArchiveUseCases(NodeLanes lanes, Access access) {
    this.lanes = lanes;
    this.access = access;
  }

  /**
   * What is wanted of a node's changes; all that is null or empty leaves nothing out.
   *
   * @param after changes after each of these
   * @param before changes before each of these
   * @param start changes not earlier
   * @param end changes not later
   * @param ids these changes only
   */
  public record Query(
      List<ChangeId> after,
      List<ChangeId> before,
      @Nullable Instant start,
      @Nullable Instant end,
      Set<ChangeId> ids) {

    public static final Query ALL = new Query(List.of(), List.of(), null, null, Set.of());

    boolean takes(Told told) {
      return (start == null || !told.at().isBefore(start))
          && (end == null || !told.at().isAfter(end))
          && (ids.isEmpty() || ids.contains(told.id()));
    }
  }

  /**
   * How much is wanted at once.
   *
   * @param most changes; with 0, they are only counted
   * @param bytes roughly, unless the first change alone has more
   * @param newest whether the last so many are meant, and not the first
   */
  public record Extent(int most, long bytes, boolean newest) {}

  /** A change, and what subscribers were told of it. */
  public record Told(ChangeId id, NodeEvent event, Instant at, long size) {}

  /**
   * Some changes, the oldest first.
   *
   * @param complete whether these are all that the query takes
   * @param count of all that the query takes, when they were only counted
   */
  public record Page(Node node, List<Told> changes, boolean complete, int count) {}

  /**
   * Changes of a node, for who may retrieve its items. It fails with {@link
   * Reason#VERSION_NOT_FOUND} for an id that is too old or of another incarnation of the node.
   */
  public CompletableFuture<Page> changes(Actor actor, String name, Query query, Extent extent) {
    return lanes.submit(
        name,
        work -> {
          requireNode(actor, work);
          work.trim();
          return page(work, query, extent);
        });
  }

  /** The first and the last change that are known. */
  public record Range(@Nullable Told first, @Nullable Told last) {}

  /** XEP-0313, section 5; access is as that of {@link #changes}. */
  public CompletableFuture<Range> range(Actor actor, String name) {
    return lanes.submit(
        name,
        work -> {
          requireNode(actor, work);
          work.trim();
          List<Told> first = page(work, Query.ALL, new Extent(1, 0, false)).changes();
          List<Told> last = page(work, Query.ALL, new Extent(1, 0, true)).changes();
          return first.isEmpty() || last.isEmpty()
              ? new Range(null, null)
              : new Range(first.get(0), last.get(0));
        });
  }

  /** That there is a node, also for the application, and that the actor may read it. */
  private void requireNode(Actor actor, NodeWork work) {
    access.requireKnown(actor, work);
    work.node();
    access.require(actor, Action.RETRIEVE, work);
  }

  private static Page page(NodeWork work, Query query, Extent extent) {
    Node node = work.node();
    long version = 0;
    long end = Long.MAX_VALUE;
    for (ChangeId id : query.after()) {
      version = Math.max(version, known(work, id));
    }
    for (ChangeId id : query.before()) {
      end = Math.min(end, known(work, id));
    }
    query.ids().forEach(id -> requireTold(work, id));
    Cut cut = new Cut(extent);
    List<Change> part;
    do {
      part = work.stored().changes(version, PART);
      for (Change change : part) {
        version = change.version();
        if (version >= end) {
          return cut.page(node);
        }
        Told told = told(node, change);
        if (told != null && query.takes(told) && !cut.add(told)) {
          return cut.page(node);
        }
      }
    } while (part.size() == PART);
    return cut.page(node);
  }

  private static @Nullable Told told(Node node, Change change) {
    NodeEvent event = ChangeEvents.of(node, change);
    return event == null
        ? null
        : new Told(
            new ChangeId(node.incarnation(), change.version()), event, change.at(), change.size());
  }

  /**
   * The version of an id after which all is known. Not everybody was told of each version, so that
   * one may be there which no query gives; whoever has read the items has it from there.
   */
  private static long known(NodeWork work, ChangeId id) {
    Node node = work.node();
    if (!id.incarnation().equals(node.incarnation())
        || id.version() < work.stored().completeAfter()
        || id.version() > node.version()) {
      throw unknown(node, id);
    }
    return id.version();
  }

  private static void requireTold(NodeWork work, ChangeId id) {
    NodeTransaction stored = work.stored();
    List<Change> there = stored.changes(known(work, id) - 1, 1);
    if (there.isEmpty()
        || there.get(0).version() != id.version()
        || told(work.node(), there.get(0)) == null) {
      throw unknown(work.node(), id);
    }
  }

  private static PubSubException unknown(Node node, ChangeId id) {
    return new PubSubException(
        Reason.VERSION_NOT_FOUND,
        "What has changed at '%s' since '%s' is not known any more: read its items"
            .formatted(node.name(), id));
  }

  /** A page that is being filled. */
  private static final class Cut {

    private final Extent extent;
    private final ArrayDeque<Told> changes = new ArrayDeque<>();
    private boolean complete = true;
    private long size;
    private int count;

    Cut(Extent extent) {
      this.extent = extent;
    }

    /** Whether to go on. */
    boolean add(Told told) {
      count++;
      if (extent.most() == 0) {
        return true;
      }
      changes.add(told);
      size += told.size();
      while (isTooMuch()) {
        complete = false;
        Told left = extent.newest() ? changes.removeFirst() : changes.removeLast();
        size -= left.size();
        if (!extent.newest()) {
          return false;
        }
      }
      return true;
    }

    private boolean isTooMuch() {
      return changes.size() > extent.most() || (size > extent.bytes() && changes.size() > 1);
    }

    Page page(Node node) {
      boolean all = extent.most() == 0 ? count == 0 : complete;
      return new Page(node, List.copyOf(changes), all, count);
    }
  }
}
