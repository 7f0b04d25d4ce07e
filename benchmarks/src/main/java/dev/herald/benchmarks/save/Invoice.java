package dev.herald.benchmarks.save;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.NullUnmarked;

/** Ten fields, as an application has them. */
@Entity
@NullUnmarked // Hibernate fills it.
class Invoice {
  @Id long id;
  String customer;
  String street;
  String town;
  String reference;
  BigDecimal total;
  int positions;
  boolean paid;
  LocalDate due;
  Instant changed;

  Invoice() {}

  Invoice(long id) {
    this.id = id;
    customer = "Customer " + id;
    street = "A street of some length " + id % 100;
    town = "Town " + id % 10;
    reference = "R-" + id;
    total = BigDecimal.valueOf(id * 199 + 99, 2);
    positions = (int) (id % 20);
    due = LocalDate.of(2026, 11, 25).plusDays(id % 30);
    changed = Instant.now();
  }

  void change() {
    total = total.add(BigDecimal.ONE);
    paid = !paid;
    changed = Instant.now();
  }
}
