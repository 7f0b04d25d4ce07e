package dev.herald.server.sasl.jwt;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What issuer and server agree on.
 *
 * @param domain the part of all addresses after the {@code @}
 * @param issuer what the claim {@code iss} must be; null if it does not matter
 * @param audience what the claim {@code aud} must contain; null if it does not matter, which is
 *     right only when the key signs tokens for nothing else
 * @param jidClaim the claim that names the account: ejabberd's {@code jwt_jid_field}
 * @param clockSkew how far the issuer's clock may be off, five minutes at most
 */
public record JwtSettings(
    JwtKey key,
    String domain,
    @Nullable String issuer,
    @Nullable String audience,
    String jidClaim,
    Duration clockSkew) {

  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  public JwtSettings {
    if (isBlank(issuer) || isBlank(audience) || jidClaim.isBlank()) {
      throw new IllegalArgumentException(
          "Issuer '%s', audience '%s' and JID claim '%s' must not be blank; leave out what does not matter"
              .formatted(issuer, audience, jidClaim));
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException(
          "A clock skew of %s is not between 0 and %s; set the clocks by NTP instead"
              .formatted(clockSkew, MAX_SKEW));
    }
    checkDomain(domain);
  }

  /** Any issuer and audience, the claim {@code jid}, clocks that differ by 30 s at most. */
  public static JwtSettings of(JwtKey key, String domain) {
    return new JwtSettings(key, domain, null, null, "jid", Duration.ofSeconds(30));
  }

  public JwtSettings withIssuer(@Nullable String name) {
    return new JwtSettings(key, domain, name, audience, jidClaim, clockSkew);
  }

  public JwtSettings withAudience(@Nullable String name) {
    return new JwtSettings(key, domain, issuer, name, jidClaim, clockSkew);
  }

  public JwtSettings withJidClaim(String name) {
    return new JwtSettings(key, domain, issuer, audience, name, clockSkew);
  }

  public JwtSettings withClockSkew(Duration skew) {
    return new JwtSettings(key, domain, issuer, audience, jidClaim, skew);
  }

  /**
   * The address of an account.
   *
   * @throws StanzaException for a name that no account can have
   */
  Jid addressOf(String name) {
    return Jid.of(Jid.escapeLocal(name), domain, null);
  }

  private static boolean isBlank(@Nullable String text) {
    return text != null && text.isBlank();
  }

  private static void checkDomain(String domain) {
    try {
      Jid unused = Jid.of(null, domain, null);
    } catch (StanzaException e) {
      throw new IllegalArgumentException(
          "'" + domain + "' cannot be an XMPP domain; use a host name such as 'localhost'", e);
    }
  }
}
