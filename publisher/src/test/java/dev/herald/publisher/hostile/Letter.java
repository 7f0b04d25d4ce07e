package dev.herald.publisher.hostile;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** With a name that is markup, and in which a query language stumbles. */
@Entity(name = Letter.NAME)
@Table(name = "letters")
public class Letter {

  public static final String NAME = "Brief & <b attr=\"'\"> ]]> select from where";

  @Id
  @Column(length = 5_000)
  public String id;

  @Column(columnDefinition = "TEXT")
  public String text;

  public Letter() {}

  public Letter(String id, String text) {
    this.id = id;
    this.text = text;
  }
}
