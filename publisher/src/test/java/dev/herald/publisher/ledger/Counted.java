package dev.herald.publisher.ledger;

import dev.herald.Published;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** Versioned, and inserted before any flush, since the database gives it its id. */
@Entity
@Published
public class Counted {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long id;

  public String text;
  @Version public int version;

  public Counted() {}

  public Counted(String text) {
    this.text = text;
  }
}
