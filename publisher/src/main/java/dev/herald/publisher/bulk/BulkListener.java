package dev.herald.publisher.bulk;

import dev.herald.publisher.registration.PublishedEntity;
import java.util.Set;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * Told of bulk statements whose effect the nodes are to be told of. Throws only when nobody would
 * be told of it, which fails the statement.
 */
@FunctionalInterface
public interface BulkListener {

  /**
   * A statement has been executed.
   *
   * @param session whose transaction it is part of, if there is one
   * @param entities whose rows it may have changed; not empty
   */
  void noticed(SharedSessionContractImplementor session, Set<PublishedEntity> entities);
}
