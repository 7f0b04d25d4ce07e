package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.NodeTransaction;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database transaction that holds the lock on a node's row. */
final class JdbcNodeTransaction implements NodeTransaction {

  /** A node that is there, by its tables. */
  private record Stored(NodeRow row, ItemTable items, ChangeLog changes, PeopleTables people) {}

  private final Statements statements;
  private final String name;
  private final long process;
  private @Nullable Stored stored;

  /** Whether other processes must hear of something that the change log does not say. */
  private boolean unsaid;

  private boolean appended;

  private final NodeCount count;

  /** By how many nodes there are more since the last commit. */
  private int more;

  JdbcNodeTransaction(
      Statements statements, Dialect dialect, String name, long process, NodeCount count) {
    this.statements = statements;
    this.name = name;
    this.process = process;
    this.count = count;
    NodeRow row = NodeRow.lock(statements, dialect, name);
    this.stored = row == null ? null : stored(row);
  }

  private Stored stored(NodeRow row) {
    return new Stored(
        row,
        new ItemTable(statements, row),
        new ChangeLog(statements, row, process),
        new PeopleTables(statements, row));
  }

  @Override
  public @Nullable Node node() {
    return stored == null ? null : stored.row.node;
  }

  @Override
  public void create(Node node) {
    stored = stored(NodeRow.insert(statements, node));
    Moved.forget(statements, name);
    more++;
    unsaid = true;
  }

  @Override
  public void configure(NodeConfiguration configuration) {
    NodeRow row = changing().row;
    row.node = row.node.with(configuration);
    row.dirty = true;
  }

  @Override
  public void delete() {
    present().row.delete(statements);
    more--;
    stored = null;
    appended = false;
    unsaid = true;
  }

  @Override
  public void moveTo(String uri) {
    Moved.put(statements, name, uri);
  }

  @Override
  public @Nullable String movedTo() {
    return Moved.uri(statements, name);
  }

  @Override
  public Map<Jid, Affiliation> affiliations() {
    return present().people.affiliations();
  }

  @Override
  public void put(Jid bareJid, Affiliation affiliation) {
    changing().people.put(bareJid, affiliation);
  }

  @Override
  public List<Subscription> subscriptions() {
    return present().people.subscriptions();
  }

  @Override
  public void put(Subscription subscription) {
    changing().people.put(subscription);
  }

  @Override
  public void removeSubscription(String subid) {
    changing().people.removeSubscription(subid);
  }

  @Override
  public void put(Item item) {
    changing().items.put(item);
  }

  @Override
  public boolean remove(String itemId) {
    return changing().items.remove(itemId);
  }

  @Override
  public void purge() {
    changing().items.purge();
  }

  @Override
  public List<String> evict(int keep) {
    List<String> gone = present().items.evict(keep);
    unsaid |= !gone.isEmpty();
    return gone;
  }

  @Override
  public List<String> expire(Instant before) {
    List<String> gone = present().items.expire(before);
    unsaid |= !gone.isEmpty();
    return gone;
  }

  @Override
  public @Nullable Item item(String itemId) {
    return present().items.item(itemId);
  }

  @Override
  public int itemCount() {
    return present().items.count();
  }

  @Override
  public List<Item> items(long after, long before, int most, boolean newest) {
    return present().items.items(after, before, most, newest);
  }

  @Override
  public int itemsBelow(long version) {
    return present().items.below(version);
  }

  @Override
  public List<Item> itemsFrom(int index, int most) {
    return present().items.from(index, most);
  }

  @Override
  public void append(Change change) {
    present().changes.append(change);
    appended = true;
  }

  @Override
  public List<Change> changes(long after, int most) {
    return present().changes.changes(after, most);
  }

  @Override
  public long heardUpTo(NodeStore.Heard heard) {
    return present().changes.heardUpTo((SequenceGaps.Seen) heard);
  }

  @Override
  public long completeAfter() {
    return present().row.completeAfter;
  }

  @Override
  public void forget(long upTo) {
    Stored at = present();
    at.changes.forget(upTo);
    if (upTo >= at.row.node.version()) {
      // Others may not have read yet what is dropped here.
      appended = false;
      unsaid = true;
    }
  }

  @Override
  public long nodes() {
    return count.get(statements, more);
  }

  @Override
  public long nodesOf(Jid creator) {
    return statements.count(
        "Counting an account's nodes",
        "SELECT COUNT(*) FROM herald_node WHERE creator = ?",
        creator.toString());
  }

  @Override
  public long subscriptionsOf(Jid bareJid) {
    return statements.count(
        "Counting an account's subscriptions",
        "SELECT COUNT(*) FROM herald_subscription WHERE jid = ?",
        bareJid.toString());
  }

  @Override
  public void commit() {
    Stored at = stored;
    if (at != null) {
      at.items.flush();
      at.changes.flush();
      at.row.flush(statements);
    }
    if (unsaid && !appended) {
      ChangeFeed.announce(statements, name, process);
    }
    statements.commit();
    count.add(more);
    more = 0;
    unsaid = false;
    appended = false;
  }

  @Override
  public void close() {
    statements.close();
  }

  private Stored changing() {
    unsaid = true;
    return present();
  }

  private Stored present() {
    statements.requireIntact("Going on");
    Stored at = stored;
    if (at == null) {
      throw new IllegalStateException("The node '" + name + "' is not in the store");
    }
    return at;
  }
}
