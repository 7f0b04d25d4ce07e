package dev.herald.publisher.table;

import dev.herald.publisher.registration.PublishedEntity;
import java.util.function.Function;
import org.hibernate.CacheMode;
import org.hibernate.Session;

/**
 * Reads an entity's tables, each time in a session of its own that has given its connection back
 * when this returns, as a target may be slow.
 */
final class Reading {

  private Reading() {}

  static <T> T of(PublishedEntity entity, Function<Session, T> work) {
    try (Session session = entity.factory().openSession()) {
      session.setDefaultReadOnly(true);
      // What a cache holds may be older than what a statement has done.
      session.setCacheMode(CacheMode.IGNORE);
      session.beginTransaction();
      try {
        return work.apply(session);
      } finally {
        session.getTransaction().rollback();
      }
    }
  }
}
