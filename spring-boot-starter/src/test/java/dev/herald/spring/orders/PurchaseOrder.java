package dev.herald.spring.orders;

import dev.herald.Published;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** Everybody sees how it is, its customer what it costs, staff all of it. */
@Entity
@Published(node = "/public/orders", fields = "status")
@Published(
    node = "/orders/{customer}",
    fields = {"status", "total"},
    permission = OwnOrders.class)
@Published(node = "/staff/orders", roles = "STAFF")
public class PurchaseOrder {
  @Id @GeneratedValue public Long id;
  public String customer;
  public String status;
  public int total;
  public String note;

  public static PurchaseOrder of(String customer, String status, int total, String note) {
    PurchaseOrder order = new PurchaseOrder();
    order.customer = customer;
    order.status = status;
    order.total = total;
    order.note = note;
    return order;
  }
}
