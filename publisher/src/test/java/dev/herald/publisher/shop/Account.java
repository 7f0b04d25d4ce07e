package dev.herald.publisher.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
public class Account {
  @Id @GeneratedValue public Long id;
  public String name;
  public String apiToken;
}
