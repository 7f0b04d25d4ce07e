package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on one node. Everything but {@link #node} and {@link #create} needs the node to be
 * there. What was not committed when it is closed has not happened.
 */
public interface NodeTransaction extends AutoCloseable {

  /** The node, as the transaction has left it; null when there is none. */
  @Nullable Node node();

  /** Creates the node, of which there is none. */
  void create(Node node);

  void configure(NodeConfiguration configuration);

  /** Removes the node with all that it has. */
  void delete();

  /** Notes the URI of where a node is now that was deleted; see {@link #MOST_MOVED}. */
  void moveTo(String uri);

  /** Where a node of this name is now, if there is none here. */
  @Nullable String movedTo();

  /** So many nodes that have moved are known, the last ones; until another one has the name. */
  int MOST_MOVED = 10_000;

  /** Affiliations by bare JID, without {@link Affiliation#NONE}. */
  Map<Jid, Affiliation> affiliations();

  /** {@link Affiliation#NONE} removes it. */
  void put(Jid bareJid, Affiliation affiliation);

  /** The kept subscriptions, in the order in which they were made. */
  List<Subscription> subscriptions();

  /** Keeps a subscription, or what has changed of it; the same is what has the same subid. */
  void put(Subscription subscription);

  void removeSubscription(String subid);

  /** Stores the item as the newest, in place of one of the same id. */
  void put(Item item);

  /** Whether there was such an item. */
  boolean remove(String itemId);

  /** Removes all items. */
  void purge();

  /** Removes the oldest items beyond so many; their ids. */
  List<String> evict(int keep);

  /** Removes items published before; their ids. */
  List<String> expire(Instant before);

  @Nullable Item item(String itemId);

  int itemCount();

  /**
   * Items by ascending version: those above {@code after} and below {@code before}.
   *
   * @param newest whether the last so many of them, and not the first
   */
  List<Item> items(long after, long before, int most, boolean newest);

  /** How many items are below a version. */
  default int itemsBelow(long version) {
    return items(0, version, Integer.MAX_VALUE, false).size();
  }

  /** Items by ascending version, without the first so many. */
  default List<Item> itemsFrom(int index, int most) {
    List<Item> all =
        items(0, Long.MAX_VALUE, (int) Math.min(Integer.MAX_VALUE, (long) index + most), false);
    return all.subList(Math.min(index, all.size()), all.size());
  }

  /** Adds to the change log; the change's version becomes the node's. */
  void append(Change change);

  /** Changes above a version, ascending. */
  List<Change> changes(long after, int most);

  /**
   * The version up to which this process had heard of what others changed at the node by then;
   * below {@link #completeAfter} when it may have missed what the log has no more.
   */
  long heardUpTo(NodeStore.Heard heard);

  /** The version above which no change has been dropped from the log; 0 when none ever was. */
  long completeAfter();

  /** Drops changes up to a version from the log. */
  void forget(long upTo);

  /** A log that has to be written to be trimmed may have so many changes more. */
  int TRIM_EVERY = 64;

  /**
   * Drops from the log what is beyond the limits, as far as that is found without reading it; after
   * each change, and before the log is read.
   */
  default void trim(RetentionLimits limits, Instant now) {
    Node node = node();
    if (node != null && node.version() % TRIM_EVERY == 0) {
      forgetBeyond(node.version() - limits.changes());
    }
  }

  /** Drops from the log all that is beyond the limits; now and then. */
  default void sweep(RetentionLimits limits, Instant now) {
    Instant oldest = now.minus(limits.age());
    List<Change> log = changes(completeAfter(), limits.changes() + TRIM_EVERY);
    long bytes = 0;
    for (int i = log.size() - 1; i >= 0; i--) {
      bytes += log.get(i).size();
      if (log.size() - i > limits.changes()
          || bytes > limits.bytes()
          || log.get(i).at().isBefore(oldest)) {
        forgetBeyond(log.get(i).version());
        return;
      }
    }
  }

  private void forgetBeyond(long version) {
    if (version > completeAfter()) {
      forget(version);
    }
  }

  /** How many nodes the store has. */
  long nodes();

  /** How many of them an account has created. */
  long nodesOf(Jid creator);

  /** How many kept subscriptions a bare JID has, at all nodes. */
  long subscriptionsOf(Jid bareJid);

  void commit();

  /** Undoes what was not committed. */
  @Override
  void close();
}
