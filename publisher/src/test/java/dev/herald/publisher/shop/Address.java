package dev.herald.publisher.shop;

import jakarta.persistence.Embeddable;

@Embeddable
public class Address {
  public String street;
  public String town;
}
