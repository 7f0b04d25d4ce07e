package dev.herald.server.pubsub.store;

import static dev.herald.server.pubsub.store.Samples.ALICE;
import static dev.herald.server.pubsub.store.Samples.BOB;
import static dev.herald.server.pubsub.store.Samples.at;
import static dev.herald.server.pubsub.store.Samples.item;
import static dev.herald.server.pubsub.store.Samples.node;
import static dev.herald.server.pubsub.store.Samples.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.NodeOptions;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does: nodes as such. The rest is in the contracts that extend this one. */
public abstract class NodeStoreContract {

  protected NodeStore store;

  /** A store without nodes. */
  protected abstract NodeStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** Does something in a transaction, and commits it. */
  protected final void write(String name, Consumer<NodeTransaction> work) {
    try (NodeTransaction transaction = store.begin(name)) {
      work.accept(transaction);
      transaction.commit();
    }
  }

  /** Looks at a node in a transaction that is not committed. */
  protected final void look(String name, Consumer<NodeTransaction> work) {
    try (NodeTransaction transaction = store.begin(name)) {
      work.accept(transaction);
    }
  }

  protected final void create(String name) {
    write(name, transaction -> transaction.create(node(name)));
  }

  @Test
  void aNodeThatNobodyHasCreatedIsNotThere() {
    look("news", t -> assertThat(t.node()).isNull());
  }

  @Test
  void aNodeIsThereAsItWasCreated() {
    NodeConfiguration configuration =
        NodeConfiguration.ofEntity(7)
            .with(NodeOptions.TITLE, "a=b\\\n\r\n= ü \uD83D\uDE00 'x' \"y\" -- ;")
            .with(NodeOptions.COLLECTION, List.of(" ", "=", "\\n"));
    Node created = new Node("news", "Xy1", 0, configuration, ALICE, at(1_234_567));

    write("news", transaction -> transaction.create(created));

    look("news", t -> assertThat(t.node()).usingRecursiveComparison().isEqualTo(created));
    look("news", t -> assertThat(present(t).configuration().isEntity()).isTrue());
  }

  @Test
  void aNodeOfTheApplicationHasNoCreator() {
    create("news");

    look("news", t -> assertThat(present(t).creator()).isNull());
  }

  @Test
  void aTransactionSeesWhatItHasChanged() {
    write(
        "news",
        transaction -> {
          transaction.create(node("news"));
          transaction.configure(NodeConfiguration.INITIAL.with(NodeOptions.MAX_ITEMS, 3));
          transaction.put(item("a", 1));
          assertThat(present(transaction).configuration().maxItems()).isEqualTo(3);
          assertThat(transaction.item("a")).isEqualTo(item("a", 1));
          assertThat(transaction.itemCount()).isEqualTo(1);
          assertThat(transaction.nodes()).isEqualTo(1);
        });
  }

  @Test
  void aConfigurationReplacesTheOneBefore() {
    create("news");
    write("news", t -> t.configure(NodeConfiguration.INITIAL.with(NodeOptions.MAX_ITEMS, 3)));

    look("news", t -> assertThat(present(t).configuration().maxItems()).isEqualTo(3));

    write("news", t -> t.configure(NodeConfiguration.INITIAL));

    look(
        "news",
        t ->
            assertThat(present(t).configuration().maxItems())
                .isEqualTo(NodeConfiguration.INITIAL.maxItems()));
  }

  @Test
  void namesAreInTheOrderOfTheirCodePointsAndCaseMatters() {
    // U+FF5E is less than U+1F600, though not in UTF-16.
    List<String> sorted = List.of("A", "B", "a", "a b", "aa", "é", "\uFF5E", "\uD83D\uDE00");
    List.of(5, 0, 7, 3, 1, 6, 2, 4).forEach(i -> create(sorted.get(i)));

    assertThat(store.names(null, 100)).isEqualTo(sorted);
    assertThat(store.names("a", 2)).containsExactly("a b", "aa");
    assertThat(store.names("é", 2)).containsExactly("\uFF5E", "\uD83D\uDE00");
    assertThat(store.names("A0", 1)).containsExactly("B");
    assertThat(store.names("\uD83D\uDE00", 2)).isEmpty();
  }

  @Test
  void nodesAreCountedAlsoByTheirCreators() {
    create("of the application");
    write("a", t -> t.create(node("a", ALICE)));
    write("b", t -> t.create(node("b", ALICE)));
    write("c", t -> t.create(node("c", BOB)));
    write("b", NodeTransaction::delete);

    assertThat(store.size()).isEqualTo(3);
    look("x", t -> assertThat(t.nodes()).isEqualTo(3));
    look("x", t -> assertThat(t.nodesOf(ALICE)).isEqualTo(1));
    look("x", t -> assertThat(t.nodesOf(BOB)).isEqualTo(1));
  }

  @Test
  void aDeletedNodeTakesAlongAllThatItHas() {
    create("news");
    write(
        "news",
        transaction -> {
          transaction.put(item("a", 1));
          transaction.append(Samples.published(item("a", 1)));
          transaction.put(ALICE, Affiliation.OWNER);
          transaction.put(Samples.subscription(BOB, "s1"));
        });

    write("news", NodeTransaction::delete);

    look("news", t -> assertThat(t.node()).isNull());
    assertThat(store.names(null, 10)).isEmpty();
    assertThat(store.affiliations(ALICE)).isEmpty();
    assertThat(store.subscriptions(BOB)).isEmpty();
    create("news");
    look("news", t -> assertThat(t.itemCount()).isZero());
    look("news", t -> assertThat(t.changes(0, 10)).isEmpty());
    look("news", t -> assertThat(t.affiliations()).isEmpty());
  }

  @Test
  void aNodeCanBeDeletedAndCreatedInOneTransaction() {
    create("news");

    write(
        "news",
        transaction -> {
          transaction.put(item("a", 1));
          transaction.delete();
          assertThat(transaction.node()).isNull();
          transaction.create(new Node("news", "second", 0, NodeConfiguration.INITIAL, null, at(5)));
          transaction.put(item("b", 1));
        });

    look("news", t -> assertThat(present(t).incarnation()).isEqualTo("second"));
    look("news", t -> assertThat(t.items(0, 100, 10, false)).containsExactly(item("b", 1)));
  }

  @Test
  void aNodeThatIsNotThereHasNothing() {
    assertThatThrownBy(() -> write("news", t -> t.put(item("a", 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("news");
    assertThatThrownBy(() -> look("news", NodeTransaction::subscriptions))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingHasChangedElsewhereWhenNobodyElseIsThere() {
    assertThat(store.changedElsewhere(name -> true)).isEmpty();
    create("news");
    write("news", t -> t.append(Samples.published(item("a", 1))));
    assertThat(store.changedElsewhere(name -> true)).isEmpty();
  }

  @Test
  void aNodeThatWasDeletedMayBeSomewhereElseUntilThereIsAnother() {
    create("news");
    write("news", NodeTransaction::delete);
    look("news", t -> assertThat(t.movedTo()).isNull());

    create("news");
    write(
        "news",
        transaction -> {
          transaction.delete();
          transaction.moveTo("xmpp:new?;node=news");
        });
    look("news", t -> assertThat(t.movedTo()).isEqualTo("xmpp:new?;node=news"));
    look("blog", t -> assertThat(t.movedTo()).isNull());

    create("news");
    write("news", NodeTransaction::delete);
    look("news", t -> assertThat(t.movedTo()).isNull());
  }
}
