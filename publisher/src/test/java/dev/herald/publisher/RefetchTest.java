package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.publisher.shop.Address;
import dev.herald.publisher.shop.Order;
import dev.herald.publisher.table.TableFill;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node is compared with a table that has changed behind Hibernate's back. */
class RefetchTest {

  private static final String NODE = "/shop/Order";

  private final Shop shop = new Shop();
  private final RecordingNodes nodes = new RecordingNodes();
  private final PublisherMetrics metrics = new PublisherMetrics();
  private final Set<String> waiting = new HashSet<>();
  private final TableFill fill = new TableFill(nodes, (entity, node) -> waiting, metrics);
  private PublishedEntity orders = orders(1_000);

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void onlyWhatDiffersIsPublishedAndWhatIsGoneIsRetractedFirst() throws Exception {
    filledWith(250);
    sql("update orders set note = 'other' where id in (7, 222)");
    sql("delete from orders where id = 100");
    sql("insert into orders (id, note, quantity) values (251, 'new', 0)");
    fill.refetch(orders, NODE);
    assertThat(nodes.taken())
        .containsExactly(
            "retract /shop/Order 100",
            "update /shop/Order 7",
            "update /shop/Order 222",
            "insert /shop/Order 251");
    assertThat(nodes.nextWord()).isEqualTo("changed /shop/Order 3 1");
    assertThat(metrics.refetches()).isEqualTo(1);
  }

  @Test
  void nothingIsPublishedOrSaidWhenNothingDiffers() {
    filledWith(3);
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).isEmpty();
    assertThat(nodes.words()).isEmpty();
  }

  @Test
  void whatASaveHasShownOfACollectionIsComparedAndKept() throws Exception {
    Order order = new Order();
    order.labels = new ArrayList<>(List.of("a", "b"));
    order.address = new Address();
    order.address.street = "Main";
    try (Publisher publisher =
        new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE)) {
      publisher.attach(shop.factory);
      publisher.start();
      shop.commit(session -> session.persist(order));
      nodes.next();
    }
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).as("nothing has changed").isEmpty();
    sql("delete from Order_labels where labels = 'a'");
    fill.refetch(orders, NODE);
    assertThat(nodes.next().payload().toString())
        .contains("op=\"update\"", "type=\"String\"><value>b</value></field>");
  }

  @Test
  void anOlderRowThatWasSavedLatelyStaysInAFullNodeWithoutPushingOthersOut() {
    orders = orders(3);
    filledWith(6);
    announce(2);
    assertThat(nodes.itemIds(NODE)).containsExactly("5", "6", "2");
    sql("update orders set note = 'other' where id in (1, 2, 4)");
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).containsExactly("update /shop/Order 2");
    sql("delete from orders where id = 2");
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).containsExactly("retract /shop/Order 2", "insert /shop/Order 4");
  }

  @Test
  void newerRowsPushOlderOnesOut() {
    orders = orders(3);
    filledWith(3);
    sql("insert into orders (id, note, quantity) values (4, 'new', 0), (5, 'new', 0)");
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).containsExactly("insert /shop/Order 4", "insert /shop/Order 5");
    assertThat(nodes.itemIds(NODE)).containsExactly("3", "4", "5");
  }

  @Test
  void anItemThatIsNoRowIsRetracted() {
    orders = orders(3);
    filledWith(3);
    publish("by hand", XmlElement.empty("urn:x", "x"));
    nodes.taken();
    fill.refetch(orders, NODE);
    assertThat(nodes.taken())
        .containsExactly("retract /shop/Order by hand", "insert /shop/Order 1");
  }

  @Test
  void anItemWithAnotherPayloadIsPublishedAsTheRowIs() {
    filledWith(1);
    publish("1", XmlElement.empty("urn:x", "x"));
    nodes.taken();
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).containsExactly("update /shop/Order 1");
  }

  @Test
  void anItemOfWhichAChangeWaitsIsLeftToThat() {
    filledWith(4);
    sql("update orders set note = 'new' where id in (1, 2)");
    sql("delete from orders where id in (3, 4)");
    waiting.addAll(Set.of("2", "4"));
    fill.refetch(orders, NODE);
    assertThat(nodes.taken()).containsExactly("retract /shop/Order 3", "update /shop/Order 1");
  }

  private PublishedEntity orders(int maxItems) {
    return Orders.published(shop, maxItems);
  }

  private void publish(String itemId, XmlElement payload) {
    nodes.publish(NODE, itemId, XmlFragment.of(payload)).toCompletableFuture().join();
  }

  private void filledWith(int rows) {
    LongStream.rangeClosed(1, rows)
        .forEach(
            id ->
                sql("insert into orders (id, note, quantity) values (%d, 'old', 0)".formatted(id)));
    nodes.createNode(NODE, new NodeOptions(orders.maxItems(), true));
    fill.fill(orders, NODE);
    nodes.taken();
  }

  /** As when a save of the row was announced. */
  private void announce(long id) {
    RecordingNodes all = new RecordingNodes();
    new TableFill(all, (entity, node) -> Set.of(), metrics).fill(orders(1_000), NODE);
    String itemId = "" + id;
    publish(itemId, all.items(NODE, List.of(itemId)).values().iterator().next());
    nodes.taken();
  }

  private void sql(String statement) {
    shop.commit(session -> session.createNativeMutationQuery(statement).executeUpdate());
  }
}
