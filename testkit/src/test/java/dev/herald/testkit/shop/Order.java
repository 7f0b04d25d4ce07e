package dev.herald.testkit.shop;

import dev.herald.PayloadFormat;
import dev.herald.Published;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Entity
@Published(exclude = "cardToken")
@Published(
    node = "/orders/{customer}",
    fields = {"status", "total", "address.town", "labels"},
    payload = PayloadFormat.JSON)
@Table(name = "orders")
public class Order {

  public enum Status {
    PLACED,
    PAID,
    SENT
  }

  @Id @GeneratedValue @Nullable Long id;
  String customer;
  Status status = Status.PLACED;
  BigDecimal total;
  LocalDate due = LocalDate.of(2026, 11, 30);
  @Nullable String note;
  String cardToken = "4711";
  @Embedded Address address = new Address();
  @ElementCollection List<String> labels = new ArrayList<>();

  protected Order() {
    this("", "0");
  }

  public Order(String customer, String total) {
    this.customer = customer;
    this.total = new BigDecimal(total);
  }

  Long id() {
    if (id == null) {
      throw new IllegalStateException("Not saved yet");
    }
    return id;
  }
}
