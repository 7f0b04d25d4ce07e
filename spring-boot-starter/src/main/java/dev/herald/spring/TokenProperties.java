package dev.herald.spring;

import dev.herald.server.sasl.jwt.JwtIssuer;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code herald.token.*}: what the users of the application log in with at an XMPP
 * server of its own.
 *
 * @param secret that the server has too, for HS256: at least 32 bytes
 * @param privateKey file of an RSA key in PEM instead, whose public key the server has, for RS256
 * @param claim that names the account: ejabberd's jwt_jid_field
 * @param lifetime of a token, which a page gets for each login
 */
@ConfigurationProperties("herald.token")
public record TokenProperties(
    @Nullable String secret,
    @Nullable Path privateKey,
    @DefaultValue("jid") String claim,
    @DefaultValue("1m") Duration lifetime) {

  /** Whether there are tokens at all. */
  boolean isWanted() {
    return secret != null || privateKey != null;
  }

  /**
   * Makes tokens for users of the domain.
   *
   * @throws IllegalArgumentException when the key is none
   */
  JwtIssuer toIssuer(String domain) {
    return new JwtIssuer(JwtSettings.of(key(), domain).withJidClaim(claim));
  }

  private JwtKey key() {
    if (secret != null && privateKey == null) {
      return JwtKey.hs256(secret.getBytes(StandardCharsets.UTF_8));
    }
    if (privateKey != null && secret == null) {
      try {
        return JwtKey.rs256Private(Files.readString(privateKey));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "herald.token.private-key=" + privateKey + " cannot be read", e);
      }
    }
    throw new IllegalArgumentException(
        "Tokens have one key: set herald.token.secret or herald.token.private-key");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "TokenProperties[claim=%s, lifetime=%s]".formatted(claim, lifetime);
  }
}
