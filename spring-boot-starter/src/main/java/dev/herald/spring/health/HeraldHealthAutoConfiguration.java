package dev.herald.spring.health;

import dev.herald.external.XmppNodePublisher;
import dev.herald.spring.HeraldXmppAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Actuator's health with how it stands with the external server, where Actuator is. */
@AutoConfiguration(after = HeraldXmppAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(XmppNodePublisher.class)
@ConditionalOnEnabledHealthIndicator("herald")
public class HeraldHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "heraldHealthIndicator")
  HealthIndicator heraldHealthIndicator(XmppNodePublisher target) {
    return new XmppHealthIndicator(target);
  }
}
