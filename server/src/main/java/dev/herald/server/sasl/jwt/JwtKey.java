package dev.herald.server.sasl.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/** A key of tokens, and the one algorithm that it is for (RFC 7515). For use by several threads. */
public final class JwtKey {

  /** RFC 7518, section 3.2: as long as the hash. */
  private static final int MIN_SECRET_BYTES = 32;

  private final JWSAlgorithm algorithm;
  private final JWSVerifier verifier;
  private final @Nullable JWSSigner signer;

  private JwtKey(JWSAlgorithm algorithm, JWSVerifier verifier, @Nullable JWSSigner signer) {
    this.algorithm = algorithm;
    this.verifier = verifier;
    this.signer = signer;
  }

  /**
   * HS256: who can check a token can issue one too. ejabberd has the same secret as {@code
   * {"kty":"oct","k":"…"}}, in Base64URL.
   *
   * @param secret at least 32 random bytes
   */
  public static JwtKey hs256(byte[] secret) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "A secret of %d bytes is too short for HS256; give it %d random bytes, as 'openssl rand 32' makes them"
              .formatted(secret.length, MIN_SECRET_BYTES));
    }
    try {
      return new JwtKey(JWSAlgorithm.HS256, new MACVerifier(secret), new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("The secret cannot be used for HS256", e);
    }
  }

  /**
   * RS256, to check tokens that somebody else issues.
   *
   * @param pem a public key of RSA, 2,048 bits or more: {@code -----BEGIN PUBLIC KEY-----}
   */
  public static JwtKey rs256Public(String pem) {
    RSAPublicKey key = RsaPem.publicKey(pem);
    return new JwtKey(JWSAlgorithm.RS256, new RSASSAVerifier(key), null);
  }

  /**
   * RS256, to issue tokens and to check them.
   *
   * @param pem a private key of RSA, 2,048 bits or more, not encrypted: {@code -----BEGIN PRIVATE
   *     KEY-----}
   */
  public static JwtKey rs256Private(String pem) {
    RSAPrivateCrtKey key = RsaPem.privateKey(pem);
    return new JwtKey(
        JWSAlgorithm.RS256, new RSASSAVerifier(RsaPem.publicKey(key)), new RSASSASigner(key));
  }

  JWSAlgorithm algorithm() {
    return algorithm;
  }

  JWSVerifier verifier() {
    return verifier;
  }

  JWSSigner signer() {
    JWSSigner present = signer;
    if (present == null) {
      throw new IllegalArgumentException(
          "A public key can check tokens but not issue them; give the issuer the private key");
    }
    return present;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "key for " + algorithm;
  }
}
