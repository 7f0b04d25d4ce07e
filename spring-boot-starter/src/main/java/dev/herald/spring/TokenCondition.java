package dev.herald.spring;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** There is a key to sign tokens with. */
final class TokenCondition extends AnyNestedCondition {

  TokenCondition() {
    super(ConfigurationPhase.REGISTER_BEAN);
  }

  @ConditionalOnProperty("herald.token.secret")
  static class Secret {}

  @ConditionalOnProperty("herald.token.private-key")
  static class PrivateKey {}
}
