package dev.herald.spring.health;

import dev.herald.external.ConnectionState;
import dev.herald.external.XmppNodePublisher;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while something cannot be published, with the one sentence that says why. */
final class XmppHealthIndicator implements HealthIndicator {

  private final XmppNodePublisher target;

  XmppHealthIndicator(XmppNodePublisher target) {
    this.target = target;
  }

  @Override
  public Health health() {
    ConnectionState state = target.state();
    return (state.up() ? Health.up() : Health.down())
        .withDetail("target", "xmpp")
        .withDetail("message", state.message())
        .withDetail("since", state.since().toString())
        .build();
  }
}
