package dev.herald.publisher.ledger;

import dev.herald.Published;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Says how often it has been changed. */
@Entity
@Published
public class Tally {
  @Id public long id;
  public int changes;

  public Tally() {}

  public Tally(long id) {
    this.id = id;
    this.changes = 1;
  }
}
