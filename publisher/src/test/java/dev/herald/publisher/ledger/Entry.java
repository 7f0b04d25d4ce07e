package dev.herald.publisher.ledger;

import dev.herald.Published;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.List;

/** Neither versioned nor with an id of the database's. */
@Entity
@Published
public class Entry {
  @Id public long id;

  @Column(columnDefinition = "TEXT")
  public String text;

  @ElementCollection public List<String> tags = new ArrayList<>();

  public Entry() {}

  public Entry(long id, String text) {
    this.id = id;
    this.text = text;
  }
}
