package dev.herald.publisher.shop;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

@Entity
public class Customer {
  @Id @GeneratedValue public Long id;
  public String name;
  @JsonIgnore public String passwordHash;

  @OneToMany(mappedBy = "customer", fetch = FetchType.LAZY)
  public List<Order> orders = new ArrayList<>();
}
