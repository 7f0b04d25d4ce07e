package dev.herald.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.Operation;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.node.Item;
import dev.herald.testkit.HeraldEvents;
import dev.herald.testkit.spring.AutoConfigureHerald;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

/** The whole application: what is committed reaches its nodes. */
@SpringBootTest
@AutoConfigureHerald
class DeskTest {

  @Autowired Desk desk;
  @Autowired Orders orders;
  @Autowired XmppServer server;

  @BeforeEach
  void eachTestBeginsWithoutEvents(HeraldEvents herald) {
    assertThat(herald.all()).isEmpty();
  }

  @Test
  void aPlacedOrderIsPublished(HeraldEvents herald) {
    Order order = desk.place("ann", "12.50");
    herald
        .published("/shop/Order")
        .withId(order.id())
        .operation(Operation.INSERT)
        .withField("status", Order.Status.PLACED)
        .withField("total", 12.5)
        .withField("due", LocalDate.of(2026, 11, 30))
        .withField("note", null)
        .withField("address.town", "Leeds")
        .withField("labels", List.of())
        .withoutField("cardToken")
        .once();
  }

  @Test
  void eachCustomerHasANodeOfItsOwn(HeraldEvents herald) {
    Order anns = desk.place("ann", "12.50");
    Order bobs = desk.place("bob/son", "7");
    herald
        .published("/orders/ann")
        .withId(anns.id())
        .withField("total", 12.5)
        .withField("address.town", "Leeds")
        .withoutField("address.street");
    herald.published("/orders/bob%2Fson").withId(bobs.id()).withField("status", "PLACED").once();
  }

  @Test
  void anUpdateSaysWhatItHasChanged(HeraldEvents herald) {
    Order order = desk.place("ann", "12.50");
    desk.pay(order.id());
    herald
        .published("/shop/Order")
        .operation("update")
        .withField("status", "PAID")
        .withChanged("status");
  }

  @Test
  void whatHappensToAnOrderIsPublishedInItsOrder(HeraldEvents herald) {
    Order order = desk.place("ann", "12.50");
    desk.pay(order.id());
    desk.cancel(order.id());
    herald
        .published("/shop/Order")
        .withId(order.id())
        .operation("insert")
        .then()
        .withField("status", "PAID")
        .thenRetracted()
        .withId(order.id());
  }

  @Test
  void ordersComeInTheOrderInWhichTheyWerePlaced(HeraldEvents herald) {
    Order first = desk.place("ann", "1");
    Order second = desk.place("bob", "2");
    Order third = desk.place("cleo", "3");
    herald.publishedInOrder("/shop/Order", first.id(), second.id(), third.id());
    assertThatThrownBy(
            () ->
                herald
                    .within(Duration.ZERO)
                    .publishedInOrder("/shop/Order", second.id(), first.id()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not after the others");
  }

  @Test
  void anOrderThatIsRefusedIsNotPublished(HeraldEvents herald) {
    assertThatThrownBy(() -> desk.place("ann", "0")).isInstanceOf(IllegalArgumentException.class);
    herald.nothingPublished();
  }

  @Test
  void anOrderOfOneCustomerIsNoBusinessOfAnother(HeraldEvents herald) {
    desk.place("ann", "12.50");
    herald.nothingPublished("/orders/bob");
  }

  @Test
  void whatIsPublishedByHandIsToo(HeraldEvents herald) {
    desk.announce("Open until ten");
    herald.published("/home").withId("news").operation("publish").withText("Open until ten");
  }

  @Test
  void whatABulkStatementChangesIsPublished(HeraldEvents herald) {
    Order order = desk.place("mass", "12.50");
    desk.place("ann", "7");
    assertThat(orders.payAll("mass")).isEqualTo(1);
    herald.published("/orders/mass").withId(order.id()).withField("status", "PAID");
    herald.published("/shop/Order").withField("status", "PAID").once();
    assertThat(orders.cancelAll("mass")).isEqualTo(1);
    herald.retracted("/shop/Order").withId(order.id());
    herald.retracted("/orders/mass").withId(order.id()).once();
  }

  @Test
  void whatAnotherThreadDoesIsWaitedFor(HeraldEvents herald) throws Exception {
    CompletableFuture<Order> later = CompletableFuture.supplyAsync(() -> desk.place("zoe", "8"));
    herald.published("/orders/zoe").withField("total", 8);
    assertThat(later.get().id()).isNotNull();
  }

  @Test
  void itemsAreInTheNodesOfTheApplicationAsWell(HeraldEvents herald) throws Exception {
    Order order = desk.place("ann", "12.50");
    herald.published("/shop/Order").withId(order.id());
    assertThat(server.pubSub().items(Actor.APPLICATION, "/shop/Order"))
        .extracting(Item::id)
        .contains(order.id().toString());
  }

  @Test
  @Transactional
  void ofATestThatIsRolledBackItShowsWhatWouldBePublished(HeraldEvents herald) {
    Order order = desk.place("ann", "12.50");
    herald.onCommit().published("/shop/Order").withId(order.id());
    assertThatThrownBy(herald::nothingPublished)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("still open")
        .hasMessageContaining("onCommit()")
        .hasMessageContaining("insert /shop/Order " + order.id());
  }

  @Test
  void withoutATransactionThereIsNothingLeftToCommit(HeraldEvents herald) {
    desk.place("ann", "12.50");
    assertThatThrownBy(() -> herald.onCommit().nothingPublished())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("This thread is in no transaction");
  }
}
