package dev.herald.publisher.bulk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.engine.jdbc.internal.JdbcServicesImpl;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.sql.exec.internal.JdbcOperationQueryMutationNative;
import org.hibernate.sql.exec.spi.JdbcMutationExecutor;
import org.hibernate.sql.exec.spi.JdbcSelectExecutor;

/**
 * Hibernate's own, through which go all statements but those of a flush: HQL, criteria and native.
 * While nobody listens they are what they were.
 */
final class NoticingJdbcServices extends JdbcServicesImpl {

  private static final long serialVersionUID = 1L;

  private final transient List<StatementListener> listeners = new CopyOnWriteArrayList<>();

  NoticingJdbcServices(ServiceRegistryImplementor registry) {
    super(registry);
  }

  void listen(StatementListener listener) {
    listeners.add(listener);
  }

  @Override
  public JdbcMutationExecutor getJdbcMutationExecutor() {
    JdbcMutationExecutor executor = super.getJdbcMutationExecutor();
    if (listeners.isEmpty()) {
      return executor;
    }
    return (operation, bindings, creator, check, context) -> {
      BulkStatement statement =
          new BulkStatement(
              operation.getSqlString(),
              operation.getAffectedTableNames(),
              operation instanceof JdbcOperationQueryMutationNative);
      List<Runnable> afterwards = executing(context.getSession(), statement);
      int rows = executor.execute(operation, bindings, creator, check, context);
      afterwards.forEach(Runnable::run);
      return rows;
    };
  }

  @Override
  public JdbcSelectExecutor getJdbcSelectExecutor() {
    JdbcSelectExecutor executor = super.getJdbcSelectExecutor();
    return listeners.isEmpty() ? executor : new NoticingSelects(executor, this);
  }

  List<Runnable> executing(SharedSessionContractImplementor session, BulkStatement statement) {
    return listeners.stream().map(listener -> listener.executing(session, statement)).toList();
  }
}
