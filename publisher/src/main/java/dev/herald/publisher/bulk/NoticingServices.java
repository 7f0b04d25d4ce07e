package dev.herald.publisher.bulk;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/** Found by Hibernate: puts {@link NoticingJdbcServices} in the place of its own. */
public final class NoticingServices implements ServiceContributor {

  @Override
  public void contribute(StandardServiceRegistryBuilder registry) {
    registry.addInitiator(new Initiator());
  }

  private static final class Initiator implements StandardServiceInitiator<JdbcServices> {

    @Override
    public Class<JdbcServices> getServiceInitiated() {
      return JdbcServices.class;
    }

    @Override
    public JdbcServices initiateService(
        Map<String, Object> configuration, ServiceRegistryImplementor registry) {
      return new NoticingJdbcServices(registry);
    }
  }
}
