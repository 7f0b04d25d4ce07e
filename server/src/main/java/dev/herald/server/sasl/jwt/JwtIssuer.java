package dev.herald.server.sasl.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.herald.xmpp.StanzaException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hands out tokens that are passwords for a while: to {@link JwtAccounts}, and to ejabberd with
 * {@code auth_method: jwt}, {@code jwt_key} and {@code jwt_jid_field}. A token cannot be called
 * back, so let it live just long enough to log in. For use by several threads.
 */
public final class JwtIssuer {

  private final JwtSettings settings;
  private final JWSSigner signer;
  private final InstantSource clock;

  /**
   * An issuer of tokens.
   *
   * @throws IllegalArgumentException if the key can only check
   */
  public JwtIssuer(JwtSettings settings) {
    this(settings, InstantSource.system());
  }

  /**
   * An issuer of tokens that expire by another clock.
   *
   * @throws IllegalArgumentException if the key can only check
   */
  public JwtIssuer(JwtSettings settings, InstantSource clock) {
    this.settings = settings;
    this.signer = settings.key().signer();
    this.clock = clock;
  }

  /**
   * A token for an account, which the application has authenticated.
   *
   * @param name the account's own name, not escaped
   * @param lifetime at least a second
   * @throws IllegalArgumentException for a name that no account can have, or a shorter lifetime
   */
  public String issue(String name, Duration lifetime) {
    return issue(name, Set.of(), lifetime);
  }

  /**
   * The same for an account that has roles, in the claim {@code roles}.
   *
   * @param roles by the names that nodes are restricted to
   */
  public String issue(String name, Set<String> roles, Duration lifetime) {
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "A token cannot live for " + lifetime + "; let it live for a minute or so");
    }
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .claim(settings.jidClaim(), jid(name));
    if (!roles.isEmpty()) {
      claims.claim(JwtAuthorities.ROLES, List.copyOf(new TreeSet<>(roles)));
    }
    if (settings.issuer() != null) {
      claims.issuer(settings.issuer());
    }
    if (settings.audience() != null) {
      claims.audience(settings.audience());
    }
    SignedJWT token = new SignedJWT(new JWSHeader(settings.key().algorithm()), claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("The token for '" + name + "' cannot be signed", e);
    }
    return token.serialize();
  }

  private String jid(String name) {
    try {
      return settings.addressOf(name).toString();
    } catch (StanzaException e) {
      throw new IllegalArgumentException("'" + name + "' cannot be an account's name", e);
    }
  }
}
