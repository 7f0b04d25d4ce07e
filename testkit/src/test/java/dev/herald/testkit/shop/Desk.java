package dev.herald.testkit.shop;

import dev.herald.PubSub;
import java.math.BigDecimal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where orders are placed. */
@Service
public class Desk {

  private final Orders orders;
  private final PubSub pubSub;

  Desk(Orders orders, PubSub pubSub) {
    this.orders = orders;
    this.pubSub = pubSub;
  }

  @Transactional
  public Order place(String customer, String total) {
    Order order = orders.save(new Order(customer, total));
    if (order.total.compareTo(BigDecimal.ZERO) <= 0) {
      throw new IllegalArgumentException("Nobody orders for " + total);
    }
    return order;
  }

  @Transactional
  public void pay(long id) {
    orders.findById(id).orElseThrow().status = Order.Status.PAID;
  }

  @Transactional
  public void cancel(long id) {
    orders.deleteById(id);
  }

  @Transactional
  public void announce(String text) {
    pubSub.publish("/home", "news", text);
  }
}
