package dev.herald.publisher;

import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Session factories on databases of their own in memory. */
final class Database {

  private Database() {}

  static SessionFactory of(Class<?>... entities) {
    return configuration(entities).buildSessionFactory();
  }

  /** The same, to be configured further. */
  static Configuration configuration(Class<?>... entities) {
    Configuration configuration =
        new Configuration()
            .setProperty(
                "hibernate.connection.url",
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
            .setProperty("hibernate.hbm2ddl.auto", "create");
    for (Class<?> entity : entities) {
      configuration.addAnnotatedClass(entity);
    }
    return configuration;
  }
}
