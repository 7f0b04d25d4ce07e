package dev.herald.spring;

import dev.herald.external.XmppNodePublisher;
import dev.herald.external.XmppSettings;
import dev.herald.publisher.NodePublisher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The way to an external XMPP server, in the place of the embedded one. */
@AutoConfiguration
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "herald.target", havingValue = "xmpp")
@EnableConfigurationProperties({HeraldProperties.class, HeraldXmppProperties.class})
public class HeraldXmppAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  XmppSettings heraldXmppSettings(HeraldXmppProperties properties) {
    return properties.toSettings();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(NodePublisher.class)
  XmppNodePublisher heraldNodePublisher(XmppSettings settings) {
    return XmppNodePublisher.open(settings);
  }

  @Bean
  @ConditionalOnBean(XmppNodePublisher.class)
  SubscriptionCleaning heraldSubscriptionCleaning(
      XmppNodePublisher publisher, HeraldXmppProperties properties) {
    return new SubscriptionCleaning(publisher, properties.cleaning());
  }
}
