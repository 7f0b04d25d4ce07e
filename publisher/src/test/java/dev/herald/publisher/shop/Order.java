package dev.herald.publisher.shop;

import dev.herald.Published;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@Entity
@Published
@Table(name = "orders")
public class Order {
  public enum Status {
    OPEN,
    SHIPPED
  }

  @Id @GeneratedValue public Long id;
  public String note;
  public int quantity;
  public BigDecimal price;
  public Instant placed;
  public Status status;
  public byte[] image;
  @Embedded public Address address;

  @ManyToOne(fetch = FetchType.LAZY)
  public Customer customer;

  @ElementCollection public List<String> labels = new ArrayList<>();

  @OneToMany(cascade = CascadeType.ALL)
  public List<Line> lines = new ArrayList<>();

  /** An entity must never be asked for it. */
  @Override
  public String toString() {
    throw new AssertionError("toString() was called");
  }
}
