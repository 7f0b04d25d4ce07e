package dev.herald.spring;

import dev.herald.embedded.InProcessNodePublisher;
import dev.herald.publisher.NodePublisher;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.sasl.ScramAccounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * The embedded server and the way into it. Every bean can be replaced by one of the application.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "herald.target", havingValue = "embedded", matchIfMissing = true)
@EnableConfigurationProperties(HeraldProperties.class)
public class HeraldAutoConfiguration {

  private static final String LISTENERS = "dev.herald.netty.NettyListeners";

  @Bean
  @ConditionalOnMissingBean
  NodeStore heraldNodeStore(HeraldProperties properties, ObjectProvider<DataSource> sources) {
    if (properties.store() == HeraldProperties.Store.MEMORY) {
      return new MemoryNodeStore();
    }
    DataSource source = sources.getIfUnique();
    if (source == null) {
      throw new IllegalStateException(
          "herald.store=jdbc needs the one DataSource of the application, and there is none or"
              + " there are several: set herald.store=memory, or define a NodeStore bean");
    }
    return new JdbcNodeStore(source, properties.initializeSchema());
  }

  @Bean
  @ConditionalOnMissingBean
  Authorization heraldAuthorization(HeraldProperties properties) {
    return properties.toClientRights();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  XmppServer heraldServer(
      HeraldProperties properties,
      ObjectProvider<Accounts> accounts,
      ObjectProvider<ScramAccounts> scram,
      ResourceLoader classes,
      Authorization authorization,
      NodeStore store) {
    if (properties.server().isWanted()
        && !ClassUtils.isPresent(LISTENERS, classes.getClassLoader())) {
      throw new IllegalStateException(
          "herald.server.tcp.port and herald.server.http.port need the dependency"
              + " dev.herald:herald-netty");
    }
    return new XmppServer(
        properties.toServerSettings(),
        logins(properties, accounts.orderedStream().toList(), scram.getIfUnique()),
        Optional.empty(),
        authorization,
        store);
  }

  /**
   * SCRAM where it serves every account. Of accounts that only say whether a password is right, as
   * Spring Security's, there is PLAIN: a client that was offered SCRAM would not fall back to it.
   */
  private static SaslSettings logins(
      HeraldProperties properties, List<Accounts> asked, @Nullable ScramAccounts stored) {
    SaslSettings settings = SaslSettings.of(properties.domain());
    if (stored != null) {
      settings = settings.withScramAccounts(stored);
    }
    Map<String, String> users = properties.users();
    ConfiguredAccounts configured = new ConfiguredAccounts(users);
    if (stored == null && asked.isEmpty() && !users.isEmpty()) {
      return settings.withScramAccounts(MemoryAccountStore.of(users));
    }
    List<Accounts> all = new ArrayList<>(asked);
    if (!users.isEmpty()) {
      all.add(0, configured);
    }
    return all.isEmpty() ? settings : settings.withAccounts(Accounts.anyOf(all));
  }

  @Bean
  SmartLifecycle heraldServerLifecycle(XmppServer server) {
    return new ServerLifecycle(server);
  }

  @Bean
  @ConditionalOnMissingBean
  NodePublisher heraldNodePublisher(XmppServer server) {
    return new InProcessNodePublisher(server.pubSub());
  }
}
