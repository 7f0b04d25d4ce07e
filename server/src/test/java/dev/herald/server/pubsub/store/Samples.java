package dev.herald.server.pubsub.store;

import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Nodes, items and people for the tests of stores. */
public final class Samples {

  public static final Jid ALICE = Jid.parse("alice@example.org");
  public static final Jid BOB = Jid.parse("bob@example.org");

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Samples() {}

  /** Some time, as exact as a store must be. */
  public static Instant at(long micros) {
    return START.plus(micros, ChronoUnit.MICROS);
  }

  public static Node node(String name) {
    return node(name, null);
  }

  public static Node node(String name, @Nullable Jid creator) {
    return new Node(name, "of" + name, 0, NodeConfiguration.INITIAL, creator, at(0));
  }

  /** The node, which must be there. */
  public static Node present(NodeTransaction transaction) {
    return Objects.requireNonNull(transaction.node(), "node");
  }

  /** An item that was published as many seconds after the start as its version says. */
  public static Item item(String id, long version) {
    return item(id, version, "<entry xmlns='urn:x'>" + id + "</entry>");
  }

  public static Item item(String id, long version, String payload) {
    return new Item(id, payload, ALICE, at(version * 1_000_000), version);
  }

  public static Change published(Item item) {
    return new Change(
        item.version(), Change.Kind.PUBLISHED, item, item.id(), true, item.published());
  }

  public static Subscription subscription(Jid jid, String subid) {
    return new Subscription(jid, subid, SubscriptionState.SUBSCRIBED, OptionValues.INITIAL);
  }
}
