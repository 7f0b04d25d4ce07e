package dev.herald.spring;

import dev.herald.embedded.InProcessNodePublisher;
import dev.herald.publisher.NodePublisher;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.NodeStore;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/**
 * The embedded server and the way into it. Every bean can be replaced by one of the application.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HeraldProperties.class)
public class HeraldAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  NodeStore heraldNodeStore() {
    return new MemoryNodeStore();
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
      Authorization authorization,
      NodeStore store) {
    List<Accounts> all = new ArrayList<>();
    if (!properties.users().isEmpty()) {
      all.add(new ConfiguredAccounts(properties.users()));
    }
    accounts.orderedStream().forEach(all::add);
    return new XmppServer(
        properties.toServerSettings(),
        all.isEmpty()
            ? Accounts.NONE
            : (name, password) -> all.stream().anyMatch(a -> a.authenticate(name, password)),
        authorization,
        store);
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
