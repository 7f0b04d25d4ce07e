package dev.herald.publisher.bulk;

import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices statements that change published entities past the persistence context, and does what the
 * policy says. Nothing else that goes wrong here reaches the caller.
 */
public final class BulkWatch {

  private static final Logger log = LoggerFactory.getLogger(BulkWatch.class);

  private final PublishedEntities entities;
  private final PublishedTables tables;
  private final BulkPolicy policy;
  private final BulkListener listener;
  private final SaidOnce said = new SaidOnce();

  /**
   * @param listener told of what {@link BulkPolicy#REFETCH} is for
   */
  public BulkWatch(PublishedEntities entities, BulkPolicy policy, BulkListener listener) {
    this.entities = entities;
    this.tables = new PublishedTables(entities);
    this.policy = policy;
    this.listener = listener;
  }

  /**
   * Begins to watch a session factory.
   *
   * @throws IllegalStateException when statements are to be refused and cannot be
   */
  public void attach(SessionFactoryImplementor factory) {
    JdbcServices services = factory.getJdbcServices();
    if (services instanceof NoticingJdbcServices noticing) {
      noticing.listen(this::executing);
      return;
    }
    String why =
        "Bulk statements are not noticed, as Hibernate's JdbcServices are %s: let no other"
                .formatted(services.getClass().getName())
            + " ServiceContributor than Herald's replace them";
    if (policy == BulkPolicy.FAIL) {
      throw new IllegalStateException(why + ", or do not set herald.bulk=fail");
    }
    log.warn(why);
  }

  private Runnable executing(SharedSessionContractImplementor session, BulkStatement statement) {
    if (entities.all().isEmpty()) {
      return BulkWatch::nothing;
    }
    Set<PublishedEntity> changed;
    try {
      changed = changed(session.getFactory(), statement);
    } catch (RuntimeException e) {
      log.error("It cannot be told whether a statement changes a published entity", e);
      return BulkWatch::nothing;
    }
    if (changed.isEmpty()) {
      return BulkWatch::nothing;
    }
    return switch (policy) {
      case REFETCH -> () -> listener.noticed(session, changed);
      case WARN -> {
        warnThatNobodyIsTold(changed, statement.sql());
        yield BulkWatch::nothing;
      }
      case FAIL -> throw refusal(changed, statement.sql());
    };
  }

  private static void nothing() {}

  private Set<PublishedEntity> changed(SessionFactoryImplementor factory, BulkStatement statement) {
    Set<PublishedEntity> written = tables.of(factory, SqlTargets.of(statement.sql()));
    Set<PublishedEntity> changed =
        tables.of(factory, statement.tables().stream().map(TableName::of).toList());
    if (!statement.declared()) {
      changed.retainAll(written);
    }
    Set<PublishedEntity> undeclared = new LinkedHashSet<>(written);
    undeclared.removeAll(changed);
    if (!undeclared.isEmpty()) {
      warnThatNothingIsDeclared(undeclared, statement.sql());
    }
    return changed;
  }

  private void warnThatNothingIsDeclared(Set<PublishedEntity> undeclared, String sql) {
    String shown = SqlText.withoutValues(sql);
    if (said.first(shown)) {
      PublishedEntity one = undeclared.iterator().next();
      log.warn(
          "Native SQL writes a table of {} and does not declare it, so {} is not told: declare it by"
              + " addSynchronizedEntityClass({}.class), or by the query hint"
              + " org.hibernate.query.native.spaces={}; or call republish({}.class) after it: {}",
          names(undeclared),
          nodes(undeclared),
          simpleName(one),
          one.persister().getTableNames()[0],
          simpleName(one),
          shown);
    }
  }

  private void warnThatNobodyIsTold(Set<PublishedEntity> changed, String sql) {
    String shown = SqlText.withoutValues(sql);
    if (said.first(shown)) {
      log.warn(
          "A bulk statement changes {}, and {} is not told: call republish({}.class) after it, or"
              + " set herald.bulk=refetch: {}",
          names(changed),
          nodes(changed),
          simpleName(changed.iterator().next()),
          shown);
    }
  }

  private static IllegalStateException refusal(Set<PublishedEntity> changed, String sql) {
    return new IllegalStateException(
        "herald.bulk=fail refuses a bulk statement on %s, of which %s would not be told: change the"
                .formatted(names(changed), nodes(changed))
            + " entities by Hibernate's session, or set herald.bulk=refetch to have the rows read"
            + " again after the commit: "
            + SqlText.withoutValues(sql));
  }

  private static String names(Set<PublishedEntity> entities) {
    return entities.stream().map(PublishedEntity::name).collect(Collectors.joining(" and "));
  }

  private static String nodes(Set<PublishedEntity> entities) {
    return entities.stream()
        .map(entity -> "'" + entity.node() + "'")
        .collect(Collectors.joining(" and "));
  }

  private static String simpleName(PublishedEntity entity) {
    return entity.persister().getMappedClass().getSimpleName();
  }
}
