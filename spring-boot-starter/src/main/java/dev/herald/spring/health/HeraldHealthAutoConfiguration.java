package dev.herald.spring.health;

import dev.herald.external.XmppNodePublisher;
import dev.herald.publisher.NodePublisher;
import dev.herald.spring.HeraldXmppAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Actuator's health with how it stands with the external server, where Actuator is. */
@AutoConfiguration(after = HeraldXmppAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnProperty(name = "herald.target", havingValue = "xmpp")
@ConditionalOnBean(NodePublisher.class)
@ConditionalOnEnabledHealthIndicator("herald")
public class HeraldHealthAutoConfiguration {

  /** Of nodes of the application's own, or behind a test's recorder, nothing is known. */
  @Bean
  @ConditionalOnMissingBean(name = "heraldHealthIndicator")
  HealthIndicator heraldHealthIndicator(NodePublisher target) {
    return target instanceof XmppNodePublisher xmpp
        ? new XmppHealthIndicator(xmpp)
        : () -> Health.unknown().build();
  }
}
