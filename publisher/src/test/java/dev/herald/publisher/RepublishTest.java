package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.Republication;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.publisher.shop.Customer;
import dev.herald.publisher.shop.Order;
import dev.herald.publisher.table.TableFill;
import dev.herald.publisher.table.TableTasks;
import dev.herald.publisher.zoo.Zoo.Place;
import dev.herald.publisher.zoo.Zoo.PlaceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application has the rows of an entity published as they are. */
class RepublishTest {

  private static final String NODE = "/shop/Order";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Shop shop = new Shop();
  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    shop.close();
  }

  private void start(int rows) {
    publisher.attach(shop.factory);
    publisher.start();
    for (int i = 1; i <= rows; i++) {
      sql("insert into orders (id, note, quantity) values (%d, 'old', 0)".formatted(i));
    }
  }

  @Test
  void aNodeIsFilledFromItsTable() {
    start(250);
    Republication republication = publisher.republish(Order.class);
    assertThat(republication.await(SOON)).isEqualTo(250);
    assertThat(republication.done()).isEqualTo(250);
    assertThat(republication.total()).hasValue(250);
    assertThat(republication.completion()).isCompletedWithValue(250L);
    List<String> told = nodes.taken();
    assertThat(told).hasSize(250).first().isEqualTo("insert /shop/Order 1");
    assertThat(told).last().isEqualTo("insert /shop/Order 250");
  }

  @Test
  void whatTheNodeShowsIsPublishedAgainAndWhatIsNoRowIsRetracted() {
    start(2);
    publisher.republish(Order.class).await(SOON);
    sql("delete from orders where id = 1");
    nodes.taken();
    publisher.republish(Order.class).await(SOON);
    assertThat(nodes.taken()).containsExactly("retract /shop/Order 1", "update /shop/Order 2");
  }

  @Test
  void someRowsAreRepairedByTheirIds() {
    start(4);
    publisher.republish(Order.class).await(SOON);
    sql("delete from orders where id = 3");
    sql("update orders set note = 'new'");
    nodes.taken();
    assertThat(publisher.republish(Order.class, List.of(2L, 3L, 17L)).await(SOON)).isEqualTo(3);
    assertThat(nodes.taken()).containsExactly("retract /shop/Order 3", "update /shop/Order 2");
  }

  @Test
  void aCollectionThatAnItemShowsIsReadAgain() throws Exception {
    start(0);
    Order order = new Order();
    order.labels = new ArrayList<>(List.of("a"));
    shop.commit(session -> session.persist(order));
    nodes.next();
    sql("update Order_labels set labels = 'b'");
    publisher.republish(Order.class, List.of(order.id)).await(SOON);
    assertThat(nodes.next().payload().toString()).contains("<value>b</value>");
  }

  @Test
  void aTargetThatIsDownIsWaitedForAndItGoesOnFromThere() {
    start(250);
    nodes.failFor(NODE::equals);
    Republication republication = publisher.republish(Order.class);
    assertThatThrownBy(() -> republication.await(Duration.ofMillis(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("0 of", "Order", "'/shop/Order'", "PT0.001S", "goes on");
    nodes.failFor(node -> false);
    assertThat(republication.await(SOON)).isEqualTo(250);
  }

  @Test
  void severalAtOnceAreAllDoneThoughOneTakesTheOthersPlace() {
    start(1);
    nodes.failFor(NODE::equals);
    List<Republication> all =
        List.of(
            publisher.republish(Order.class),
            publisher.republish(Order.class, List.of(1L)),
            publisher.republish(Order.class));
    shop.commit(
        session -> session.createMutationQuery("update Order set note = 'x'").executeUpdate());
    nodes.failFor(node -> false);
    all.forEach(one -> assertThat(one.await(SOON)).isEqualTo(1));
  }

  @Test
  void aTableThatCannotBeReadFailsWithTheReason() {
    start(0);
    shop.commit(
        session -> {
          session.createMutationQuery("update Order set note = 'x'").executeUpdate();
          session.createNativeMutationQuery("alter table orders rename to gone").executeUpdate();
        });
    assertThatThrownBy(() -> publisher.republish(Order.class).await(SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Order cannot be read")
        .hasStackTraceContaining("Table \"ORDERS\" not found");
  }

  @Test
  void whoeverWaitsIsToldOfTheEnd() {
    List<PublishedEntity> orders = List.of(Orders.published(shop, 10));
    TableTasks idle =
        new TableTasks(
            Orders.none(10),
            new TableFill(nodes, (entity, node) -> Set.of(), publisher.metrics()),
            new NoLanes());
    Republication before = idle.republish(orders, null);
    idle.close();
    Republication after = idle.republish(orders, List.of(1L));
    assertThatThrownBy(() -> before.await(SOON))
        .hasMessageContainingAll("0 of an unknown number of rows of Order", "closed");
    assertThatThrownBy(() -> after.await(SOON))
        .hasMessageContainingAll("0 of 1 rows of Order", "closed");
  }

  @Test
  void anEntityThatIsNotPublishedIsRefused() {
    start(0);
    assertThatThrownBy(() -> publisher.republish(Customer.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(Customer.class.getName(), "register it");
  }

  @Test
  void anIdOfAnotherTypeIsRefused() {
    start(0);
    assertThatThrownBy(() -> publisher.republish(Order.class, List.<Object>of(1L, "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("2 is no id of Order", "Long", "String");
  }

  @Test
  void aRowMayHaveAnIdOfSeveralAttributes() {
    try (SessionFactory zoo = Database.of(Place.class);
        Publisher ofZoo =
            new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE)) {
      ofZoo.register(Place.class);
      ofZoo.attach(zoo);
      ofZoo.start();
      zoo.inTransaction(
          session ->
              session
                  .createNativeMutationQuery(
                      "insert into Place (street, number) values ('Main', 7), ('Main', 8)")
                  .executeUpdate());
      ofZoo.republish(Place.class, List.of(new PlaceId("Main", 7))).await(SOON);
      assertThat(nodes.taken()).containsExactly("insert /zoo/Place Main,7");
      ofZoo.republish(Place.class).await(SOON);
      assertThat(nodes.taken())
          .containsExactly("update /zoo/Place Main,7", "insert /zoo/Place Main,8");
    }
  }

  private void sql(String statement) {
    shop.commit(session -> session.createNativeMutationQuery(statement).executeUpdate());
  }

  /** In which nothing is ever done. */
  private static final class NoLanes implements TableTasks.Lanes {
    @Override
    public void whenEmpty(PublishedEntity entity, String node, Runnable task) {}

    @Override
    public void refetch(PublishedEntity entity, String node) {}
  }
}
