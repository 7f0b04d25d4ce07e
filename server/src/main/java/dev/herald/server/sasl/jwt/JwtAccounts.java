package dev.herald.server.sasl.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts whose password is a signed token (RFC 7519) that names them and has not expired. There
 * is no list of accounts: who has a token has one. Their authorities are those of the token: each
 * of the claim {@code roles} as it is (RFC 9068, section 2.2.3.1), each of {@code scope} or {@code
 * scp} after {@code SCOPE_}, as Spring Security names them.
 */
public final class JwtAccounts implements Accounts {

  private static final Logger log = LoggerFactory.getLogger(JwtAccounts.class);

  private final JwtSettings settings;
  private final InstantSource clock;

  public JwtAccounts(JwtSettings settings) {
    this(settings, InstantSource.system());
  }

  /**
   * Accounts whose tokens expire by another clock.
   *
   * @param clock what the time is
   */
  public JwtAccounts(JwtSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean authenticate(String name, String password) {
    return logIn(name, password).isPresent();
  }

  @Override
  public Optional<Login> logIn(String name, String password) {
    try {
      // What is not signed (RFC 7519, section 6) is no SignedJWT, and not parsed.
      SignedJWT token = SignedJWT.parse(password);
      JwtKey key = settings.key();
      if (!key.algorithm().equals(token.getHeader().getAlgorithm())
          || !token.verify(key.verifier())) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      return isMeantFor(name, claims)
          ? Optional.of(Login.of(ownName(claims), JwtAuthorities.of(claims)))
          : Optional.empty();
    } catch (ParseException | JOSEException | StanzaException e) {
      log.debug("A password is no token of ours: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public boolean isForPlainAlone() {
    return true;
  }

  private boolean isMeantFor(String name, JWTClaimsSet claims) throws ParseException {
    return isValidNow(claims)
        && (settings.issuer() == null || settings.issuer().equals(claims.getIssuer()))
        && (settings.audience() == null || claims.getAudience().contains(settings.audience()))
        && settings.addressOf(name).equals(address(claims));
  }

  private boolean isValidNow(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    return expires != null
        && now.isBefore(expires.toInstant().plus(settings.clockSkew()))
        && (begins == null || !now.isBefore(begins.toInstant().minus(settings.clockSkew())));
  }

  private String ownName(JWTClaimsSet claims) throws ParseException {
    return Jid.unescapeLocal(String.valueOf(address(claims).local()));
  }

  /** The claim is a bare JID, or its localpart alone. */
  private Jid address(JWTClaimsSet claims) throws ParseException {
    String jid = claims.getStringClaim(settings.jidClaim());
    if (jid == null || jid.isEmpty()) {
      throw new ParseException("There is no claim '" + settings.jidClaim() + "'", 0);
    }
    return jid.indexOf('@') < 0 ? Jid.of(jid, settings.domain(), null) : Jid.parse(jid);
  }
}
