package dev.herald.spring.notes;

import dev.herald.Published;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
@Published
public class Note {
  @Id @GeneratedValue public Long id;
  public String text;
}
