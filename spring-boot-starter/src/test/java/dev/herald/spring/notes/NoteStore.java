package dev.herald.spring.notes;

import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
public class NoteStore {

  private final TransactionTemplate transactions;
  private final EntityManager entities;

  NoteStore(TransactionTemplate transactions, EntityManager entities) {
    this.transactions = transactions;
    this.entities = entities;
  }

  public void save(String text) {
    transactions.executeWithoutResult(
        status -> {
          Note note = new Note();
          note.text = text;
          entities.persist(note);
        });
  }
}
