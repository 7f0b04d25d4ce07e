package dev.herald.publisher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A database whose statements are counted as they are sent: a batch is one. */
final class CountingDataSource {

  private final List<String> texts = new CopyOnWriteArrayList<>();

  DataSource of(DataSource database) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object result = call(database, method, arguments);
          return result instanceof Connection connection ? counted(connection) : result;
        });
  }

  private Connection counted(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? counted(statement, (String) arguments[0])
              : result;
        });
  }

  private PreparedStatement counted(PreparedStatement statement, String sql) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            texts.add(sql);
          }
          return call(statement, method, arguments);
        });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            CountingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  void forget() {
    texts.clear();
  }

  /** How many statements have been sent since then that begin so. */
  long count(String beginning) {
    return texts.stream().filter(sql -> sql.startsWith(beginning)).count();
  }
}
