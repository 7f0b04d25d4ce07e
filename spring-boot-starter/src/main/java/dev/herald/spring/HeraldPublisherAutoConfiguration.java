package dev.herald.spring;

import dev.herald.PayloadSerializer;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * The publisher, attached to every session factory of the application before anything is served.
 */
@AutoConfiguration(
    after = {HeraldAutoConfiguration.class, HeraldXmppAutoConfiguration.class},
    afterName = {
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
    })
@ConditionalOnClass(SessionFactory.class)
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HeraldProperties.class)
public class HeraldPublisherAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnClass(TransactionSynchronizationManager.class)
  TransactionBinding heraldTransactions() {
    return new SpringTransactions();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Publisher heraldPublisher(
      HeraldProperties properties,
      Environment environment,
      NodePublisher target,
      ObjectProvider<TransactionBinding> transactions,
      ObjectProvider<JsonMapper> json,
      ObjectProvider<PayloadSerializer> serializers,
      BeanFactory beans) {
    String application = properties.application();
    return new Publisher(
        target,
        new PublisherSettings(
            application == null ? environment.getProperty("spring.application.name") : application,
            properties.maxItems(),
            properties.outbox(),
            InitializeOutbox.valueOf(properties.initializeSchema().name()),
            properties.outboxLease(),
            properties.outboxCapacity(),
            properties.bulk()),
        transactions.getIfAvailable(() -> TransactionBinding.NONE),
        json.getIfUnique(() -> JsonMapper.builder().findAndAddModules().build()),
        serializers.orderedStream().toList(),
        new ApplicationPermissions(beans));
  }

  /** Before the web server starts, so that no page finds a node missing. */
  @Bean
  SmartInitializingSingleton heraldPublisherStart(
      Publisher publisher, ObjectProvider<EntityManagerFactory> factories) {
    return () -> {
      factories.orderedStream().forEach(publisher::attach);
      publisher.start();
    };
  }
}
