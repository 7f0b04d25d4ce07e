package dev.herald.testkit.shop;

import jakarta.persistence.Embeddable;

@Embeddable
public class Address {
  String street = "High Street 1";
  String town = "Leeds";
}
