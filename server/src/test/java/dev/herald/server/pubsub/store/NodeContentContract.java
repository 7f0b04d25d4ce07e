package dev.herald.server.pubsub.store;

import static dev.herald.server.pubsub.store.Samples.ALICE;
import static dev.herald.server.pubsub.store.Samples.BOB;
import static dev.herald.server.pubsub.store.Samples.at;
import static dev.herald.server.pubsub.store.Samples.item;
import static dev.herald.server.pubsub.store.Samples.present;
import static dev.herald.server.pubsub.store.Samples.published;
import static dev.herald.server.pubsub.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Change;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does with items, changes, affiliations and subscriptions. */
public abstract class NodeContentContract extends NodeStoreContract {

  private void put(String... ids) {
    write(
        "news",
        transaction -> {
          for (String id : ids) {
            long version = present(transaction).version() + 1;
            transaction.put(item(id, version));
            transaction.append(published(item(id, version)));
          }
        });
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    look("news", t -> items.addAll(t.items(0, Long.MAX_VALUE, Integer.MAX_VALUE, false)));
    return items;
  }

  private List<String> ids() {
    return items().stream().map(Item::id).toList();
  }

  @Test
  void anItemIsFoundAsItWasPut() {
    create("news");
    Item ofApplication = new Item("b", "", null, at(-1), 2);
    write(
        "news",
        transaction -> {
          transaction.put(item("a", 1));
          transaction.put(ofApplication);
        });

    look("news", t -> assertThat(t.item("a")).isEqualTo(item("a", 1)));
    look("news", t -> assertThat(t.item("b")).isEqualTo(ofApplication));
    look("news", t -> assertThat(t.item("A")).isNull());
    look("news", t -> assertThat(t.itemCount()).isEqualTo(2));
  }

  @Test
  void anItemOfTheSameIdIsReplacedAndBecomesTheNewest() {
    create("news");
    put("a", "b");
    put("a");
    write(
        "news",
        transaction -> {
          transaction.put(item("c", 4));
          transaction.put(item("b", 5));
          transaction.put(item("c", 6, "again"));
        });

    assertThat(items()).containsExactly(item("a", 3), item("b", 5), item("c", 6, "again"));
    look("news", t -> assertThat(t.itemCount()).isEqualTo(3));
  }

  @Test
  void itemsComeByVersionTheFirstOrTheLastOfARange() {
    create("news");
    put("a", "b", "c", "d", "e");

    look(
        "news",
        t ->
            assertThat(t.items(1, 5, 10, false))
                .extracting(Item::id)
                .containsExactly("b", "c", "d"));
    look(
        "news",
        t -> assertThat(t.items(1, 5, 2, false)).extracting(Item::id).containsExactly("b", "c"));
    look(
        "news",
        t -> assertThat(t.items(1, 5, 2, true)).extracting(Item::id).containsExactly("c", "d"));
    look("news", t -> assertThat(t.items(5, 9, 2, true)).isEmpty());
  }

  @Test
  void anItemIsRemovedOnce() {
    create("news");
    put("a", "b");

    write("news", t -> assertThat(t.remove("a")).isTrue());
    write("news", t -> assertThat(t.remove("a")).isFalse());

    assertThat(ids()).containsExactly("b");
    look("news", t -> assertThat(t.itemCount()).isEqualTo(1));
  }

  @Test
  void aPurgeLeavesNoItem() {
    create("news");
    put("a", "b");
    write(
        "news",
        transaction -> {
          transaction.put(item("c", 3));
          transaction.purge();
          assertThat(transaction.itemCount()).isZero();
          transaction.put(item("d", 4));
        });

    assertThat(ids()).containsExactly("d");
  }

  @Test
  void theOldestItemsAreEvicted() {
    create("news");
    put("a", "b", "c");
    put("a");

    write("news", t -> assertThat(t.evict(3)).isEmpty());
    write(
        "news",
        transaction -> {
          transaction.put(item("d", 5));
          assertThat(transaction.evict(2)).containsExactly("b", "c");
          assertThat(transaction.evict(2)).isEmpty();
        });

    assertThat(ids()).containsExactly("a", "d");
    write("news", t -> assertThat(t.evict(0)).containsExactly("a", "d"));
    look("news", t -> assertThat(t.itemCount()).isZero());
  }

  @Test
  void itemsPublishedBeforeATimeExpire() {
    create("news");
    put("a", "b", "c");

    write("news", t -> assertThat(t.expire(item("b", 2).published())).containsExactly("a"));
    write("news", t -> assertThat(t.expire(item("b", 2).published())).isEmpty());

    assertThat(ids()).containsExactly("b", "c");
    look("news", t -> assertThat(t.itemCount()).isEqualTo(2));
  }

  @Test
  void manyItemsOfOneTransactionAreKept() {
    create("news");
    String[] ids = IntStream.range(0, 1_203).mapToObj(i -> "i" + i).toArray(String[]::new);
    put(ids);
    put(ids);

    assertThat(ids()).containsExactly(ids);
    look("news", t -> assertThat(t.changes(0, 10_000)).hasSize(2_406));
    write("news", t -> assertThat(t.evict(2)).hasSize(1_201));
  }

  @Test
  void payloadsAreKeptWhateverTheirSizeAndCharacters() {
    create("news");
    String big = "<x>ü\uD83D\uDE00\t\r\n'\\</x>".repeat(200_000);
    List<String> payloads = List.of("", "<x>ü\uD83D\uDE00\t\r\n'\\</x>", big);
    for (int i = 0; i < payloads.size(); i++) {
      Item item = item("a", i + 1, payloads.get(i));
      write(
          "news",
          transaction -> {
            transaction.put(item);
            transaction.append(published(item));
          });
      look("news", t -> assertThat(t.item("a")).isEqualTo(item));
      look(
          "news",
          t -> assertThat(t.changes(item.version() - 1, 1)).containsExactly(published(item)));
    }
  }

  @Test
  void aChangeBringsTheNodesVersionAndIsInTheLog() {
    create("news");
    List<Change> changes =
        List.of(
            published(item("a", 1)),
            new Change(2, Change.Kind.RETRACTED, null, "a", false, at(2)),
            new Change(3, Change.Kind.PURGED, null, null, true, at(3)),
            new Change(4, Change.Kind.CONFIGURED, null, null, true, at(4)),
            new Change(5, Change.Kind.PEOPLE, null, null, false, at(5)),
            new Change(6, Change.Kind.HAPPENED, null, null, true, at(6)));

    write("news", t -> changes.forEach(t::append));

    look("news", t -> assertThat(present(t).version()).isEqualTo(6));
    look("news", t -> assertThat(t.changes(0, 10)).isEqualTo(changes));
    look("news", t -> assertThat(t.changes(2, 2)).isEqualTo(changes.subList(2, 4)));
    look("news", t -> assertThat(t.changes(6, 10)).isEmpty());
  }

  @Test
  void theLogSaysFromWhereItIsComplete() {
    create("news");
    put("a", "b", "c");
    look("news", t -> assertThat(t.completeAfter()).isZero());

    write("news", t -> t.forget(2));
    write("news", t -> t.forget(1));

    look("news", t -> assertThat(t.completeAfter()).isEqualTo(2));
    look("news", t -> assertThat(t.changes(0, 10)).containsExactly(published(item("c", 3))));
    assertThat(ids()).containsExactly("a", "b", "c");
  }

  @Test
  void anAffiliationIsOneForEachAccount() {
    create("news");
    create("other");
    write(
        "news",
        transaction -> {
          transaction.put(ALICE, Affiliation.OWNER);
          transaction.put(BOB, Affiliation.PUBLISH_ONLY);
        });
    write("other", t -> t.put(ALICE, Affiliation.OUTCAST));
    write("news", t -> t.put(BOB, Affiliation.MEMBER));

    look(
        "news",
        t ->
            assertThat(t.affiliations())
                .isEqualTo(Map.of(ALICE, Affiliation.OWNER, BOB, Affiliation.MEMBER)));
    assertThat(store.affiliations(ALICE))
        .isEqualTo(Map.of("news", Affiliation.OWNER, "other", Affiliation.OUTCAST));

    write("news", t -> t.put(ALICE, Affiliation.NONE));

    look("news", t -> assertThat(t.affiliations()).containsOnlyKeys(BOB));
    assertThat(store.affiliations(ALICE)).containsOnlyKeys("other");
  }

  @Test
  void subscriptionsStayInTheOrderInWhichTheyWereMade() {
    create("news");
    OptionValues options =
        OptionValues.INITIAL
            .with(SubscriptionOptions.DELIVER, false)
            .with(
                Map.of("pubsub#show-values", List.of("dnd", "away")), SubscriptionOptions.OF_FORMS);
    Subscription first = subscription(BOB, "s2");
    Subscription second = subscription(ALICE, "s1");
    Subscription third = subscription(BOB, "S1").with(SubscriptionState.PENDING);
    write("news", t -> List.of(first, second, third).forEach(t::put));
    Subscription changed = first.with(options);
    write("news", t -> t.put(changed));

    look("news", t -> assertThat(t.subscriptions()).containsExactly(changed, second, third));
    assertThat(store.subscriptions(BOB)).isEqualTo(Map.of("news", List.of(changed, third)));
    look("x", t -> assertThat(t.subscriptionsOf(BOB)).isEqualTo(2));

    write("news", t -> t.removeSubscription("s2"));
    write("news", t -> t.removeSubscription("never there"));

    look("news", t -> assertThat(t.subscriptions()).containsExactly(second, third));
    assertThat(store.subscriptions(BOB)).isEqualTo(Map.of("news", List.of(third)));
    look("x", t -> assertThat(t.subscriptionsOf(ALICE)).isEqualTo(1));
  }

  @Test
  void theLongestNamesIdsAndAddressesFit() {
    Random random = new Random(7);
    String name = letters(random, 1_023);
    String domain =
        IntStream.range(0, 16).mapToObj(i -> letters(random, 60)).collect(Collectors.joining("."));
    Jid jid = Jid.parse(letters(random, 1_023) + "@" + domain);
    write(
        name,
        transaction -> {
          transaction.create(Samples.node(name, jid));
          transaction.put(item(name, 1));
          transaction.append(published(item(name, 1)));
          transaction.put(jid, Affiliation.OWNER);
          transaction.put(subscription(jid, letters(random, 40)));
        });

    look(name, t -> assertThat(t.item(name)).isEqualTo(item(name, 1)));
    assertThat(store.affiliations(jid)).containsOnlyKeys(name);
    assertThat(store.subscriptions(jid)).containsOnlyKeys(name);
    look(name, t -> assertThat(t.nodesOf(jid)).isEqualTo(1));
  }

  private static String letters(Random random, int length) {
    return random
        .ints(length, 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
