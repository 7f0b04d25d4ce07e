package dev.herald.publisher.bulk;

import java.util.List;
import java.util.function.Supplier;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.hibernate.sql.exec.spi.JdbcSelect;
import org.hibernate.sql.exec.spi.JdbcSelectExecutor;
import org.hibernate.sql.results.spi.ResultsConsumer;
import org.hibernate.sql.results.spi.RowTransformer;

/**
 * Among what is executed for its rows there are statements that write: on PostgreSQL and DB2, bulk
 * HQL on entities of several tables is one query with the writes in its {@code WITH}; and native
 * SQL may say {@code RETURNING}.
 */
final class NoticingSelects implements JdbcSelectExecutor {

  private final JdbcSelectExecutor executor;
  private final NoticingJdbcServices services;

  NoticingSelects(JdbcSelectExecutor executor, NoticingJdbcServices services) {
    this.executor = executor;
    this.services = services;
  }

  @Override
  public <T, R> T executeQuery(
      JdbcSelect select,
      JdbcParameterBindings bindings,
      ExecutionContext context,
      RowTransformer<R> transformer,
      Class<R> type,
      StatementCreator creator,
      ResultsConsumer<T, R> consumer) {
    return noticed(
        select,
        context,
        () ->
            executor.executeQuery(select, bindings, context, transformer, type, creator, consumer));
  }

  @Override
  public <T, R> T executeQuery(
      JdbcSelect select,
      JdbcParameterBindings bindings,
      ExecutionContext context,
      RowTransformer<R> transformer,
      Class<R> type,
      int estimate,
      ResultsConsumer<T, R> consumer) {
    return noticed(
        select,
        context,
        () ->
            executor.executeQuery(
                select, bindings, context, transformer, type, estimate, consumer));
  }

  @Override
  public <T, R> T executeQuery(
      JdbcSelect select,
      JdbcParameterBindings bindings,
      ExecutionContext context,
      RowTransformer<R> transformer,
      Class<R> type,
      int estimate,
      StatementCreator creator,
      ResultsConsumer<T, R> consumer) {
    return noticed(
        select,
        context,
        () ->
            executor.executeQuery(
                select, bindings, context, transformer, type, estimate, creator, consumer));
  }

  private <T> T noticed(JdbcSelect select, ExecutionContext context, Supplier<T> query) {
    String sql = select.getSqlString();
    if (SqlText.isPlainQuery(sql)) {
      return query.get();
    }
    List<Runnable> afterwards =
        services.executing(
            context.getSession(), new BulkStatement(sql, select.getAffectedTableNames(), false));
    T result = query.get();
    afterwards.forEach(Runnable::run);
    return result;
  }
}
