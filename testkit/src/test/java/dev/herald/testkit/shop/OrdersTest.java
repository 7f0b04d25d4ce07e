package dev.herald.testkit.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.PubSub;
import dev.herald.testkit.HeraldEvents;
import dev.herald.testkit.spring.AutoConfigureHerald;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** A slice, whose tests are rolled back: what their transactions would publish. */
@DataJpaTest
@AutoConfigureHerald
class OrdersTest {

  @Autowired Orders orders;
  @Autowired PubSub pubSub;
  @Autowired PlatformTransactionManager transactions;

  @Test
  void aSavedOrderWouldBePublished(HeraldEvents herald) {
    Order order = orders.save(new Order("ann", "12.50"));
    herald
        .onCommit()
        .published("/shop/Order")
        .withId(order.id())
        .operation("insert")
        .withField("total", "12.50")
        .withoutField("cardToken")
        .once();
    herald.onCommit().published("/orders/ann").withField("total", 12.5);
    assertThat(herald.all()).isEmpty();
  }

  @Test
  void whatIsChangedAfterASaveIsPartOfIt(HeraldEvents herald) {
    Order order = orders.saveAndFlush(new Order("ann", "12.50"));
    order.status = Order.Status.PAID;
    herald
        .onCommit()
        .published("/shop/Order")
        .operation("insert")
        .withField("status", "PAID")
        .once();
  }

  @Test
  void anOrderThatGoesToAnotherCustomerMoves(HeraldEvents herald) {
    Order order = orders.saveAndFlush(new Order("ann", "12.50"));
    TestTransaction.flagForCommit();
    TestTransaction.end();
    herald.published("/orders/ann").withId(order.id());
    TestTransaction.start();
    orders.findById(order.id()).orElseThrow().customer = "bob";
    herald.onCommit().retracted("/orders/ann").withId(order.id());
    herald.onCommit().published("/orders/bob").withId(order.id());
    orders.deleteById(order.id());
    TestTransaction.flagForCommit();
    TestTransaction.end();
    herald.retracted("/orders/ann").withId(order.id());
    herald.nothingPublished("/orders/bob");
  }

  @Test
  void anOrderThatIsSavedAndDeletedWouldNot(HeraldEvents herald) {
    Order order = orders.saveAndFlush(new Order("ann", "12.50"));
    orders.delete(order);
    herald.onCommit().nothingPublished();
  }

  @Test
  void ordersWouldComeInTheirOrder(HeraldEvents herald) {
    Order first = orders.saveAndFlush(new Order("ann", "1"));
    Order second = orders.saveAndFlush(new Order("bob", "2"));
    herald.onCommit().publishedInOrder("/shop/Order", first.id(), second.id());
  }

  @Test
  void whatIsPublishedByHandWouldBeToo(HeraldEvents herald) {
    pubSub.publish("/home", "news", "Open until ten");
    pubSub.retract("/home", "old news");
    herald.onCommit().published("/home").withId("news").withText("Open until ten");
    herald.onCommit().retracted("/home").withId("old news");
    assertThat(herald.all()).isEmpty();
  }

  @Test
  void anInnerTransactionIsCommittedAndTheTestsIsNot(HeraldEvents herald) {
    orders.saveAndFlush(new Order("outer", "1"));
    TransactionTemplate inner = new TransactionTemplate(transactions);
    inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    inner.executeWithoutResult(status -> pubSub.publish("/log", "1", "tried"));
    herald.published("/log").withText("tried");
    herald.onCommit().nothingPublished("/log");
    herald.onCommit().published("/orders/outer");
  }

  @Test
  @Transactional(propagation = Propagation.NOT_SUPPORTED)
  void withoutATransactionOfTheTestThingsArePublished(HeraldEvents herald) {
    Order order = orders.save(new Order("ann", "12.50"));
    herald.published("/shop/Order").withId(order.id()).once();
    orders.delete(order);
    herald.retracted("/shop/Order").withId(order.id());
  }

  @Test
  void whatIsRolledBackIsNotPublished(HeraldEvents herald) {
    orders.saveAndFlush(new Order("ann", "12.50"));
    TestTransaction.end();
    herald.nothingPublished();
  }
}
