package dev.herald.spring;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Whether the server is to have a port of its own, of whichever kind. */
final class OwnPortCondition extends AnyNestedCondition {

  OwnPortCondition() {
    super(ConfigurationPhase.REGISTER_BEAN);
  }

  @ConditionalOnProperty("herald.server.tcp.port")
  static final class Tcp {}

  @ConditionalOnProperty("herald.server.http.port")
  static final class Http {}
}
