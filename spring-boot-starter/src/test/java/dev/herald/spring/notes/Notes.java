package dev.herald.spring.notes;

import jakarta.persistence.QueryHint;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.transaction.annotation.Transactional;

/** Queries that change notes without loading them. */
public interface Notes extends JpaRepository<Note, Long> {

  @Transactional
  @Modifying
  @Query("update Note n set n.text = upper(n.text) where n.text like :pattern")
  int shout(String pattern);

  @Transactional
  @Modifying
  @Query(value = "delete from note where text like :pattern", nativeQuery = true)
  @QueryHints(@QueryHint(name = "org.hibernate.query.native.spaces", value = "note"))
  int erase(String pattern);
}
