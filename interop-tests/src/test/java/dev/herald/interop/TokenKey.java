package dev.herald.interop;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.herald.server.sasl.jwt.JwtIssuer;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The key of an application that signs tokens, and how the servers are told of it.
 *
 * @param algorithm for whose tokens it is
 * @param since from when on its tokens are good
 * @param signing with which Herald's own issuer signs
 * @param claim that names the account
 * @param jwk the key to check by, as ejabberd reads it (RFC 7517)
 * @param option of Herald's command line
 * @param value of that option, or what is in the file that it names
 */
public record TokenKey(
    Algorithm algorithm,
    Instant since,
    JwtKey signing,
    String claim,
    String jwk,
    String option,
    String value) {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final String ISSUER = "shop";
  private static final String AUDIENCE = "chat";

  /** The two algorithms that there are. */
  public enum Algorithm {
    HS256,
    RS256
  }

  public static TokenKey create(Algorithm algorithm) {
    return switch (algorithm) {
      case HS256 -> hs256();
      case RS256 -> rs256();
    };
  }

  /** One for the same algorithm, of another application. */
  TokenKey another() {
    return create(algorithm);
  }

  private static TokenKey hs256() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return new TokenKey(
        Algorithm.HS256,
        Instant.now(),
        JwtKey.hs256(bytes),
        "jid",
        new OctetSequenceKey.Builder(bytes).build().toJSONString(),
        "--jwt-secret",
        secret);
  }

  private static TokenKey rs256() {
    KeyPair pair = rsa();
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return new TokenKey(
        Algorithm.RS256,
        Instant.now(),
        JwtKey.rs256Private(pem("PRIVATE KEY", pair.getPrivate().getEncoded())),
        "sub",
        new RSAKey.Builder(key).build().toJSONString(),
        "--jwt-public-key",
        pem("PUBLIC KEY", key.getEncoded()));
  }

  /** Options for Herald; a public key goes to a file in the folder. */
  List<String> heraldOptions(Path folder) {
    boolean isFile = value.startsWith("-----BEGIN");
    return List.of(
        option + "=" + (isFile ? write(folder.resolve("jwt.pem"), value) : value),
        "--jwt-jid-claim=" + claim,
        "--jwt-issuer=" + ISSUER,
        "--jwt-audience=" + AUDIENCE);
  }

  /** Options for ejabberd, which asks neither for the issuer nor for the audience. */
  String ejabberdOptions(Path folder) {
    return "jwt_key: \"%s\"\njwt_jid_field: %s"
        .formatted(write(folder.resolve("jwt.jwk"), jwk), claim);
  }

  /** A token for an account; the same each time, for neither algorithm has any chance in it. */
  public String token(String domain, String name) {
    return issue(domain, name, AUDIENCE, since);
  }

  /** One that the application has made for something else. */
  String tokenForAnotherAudience(String domain, String name) {
    return issue(domain, name, "another", since);
  }

  /** One that has been good long ago. */
  public String expiredToken(String domain, String name) {
    return issue(domain, name, AUDIENCE, since.minus(LIFETIME.multipliedBy(2)));
  }

  private String issue(String domain, String name, String audience, Instant from) {
    JwtSettings settings =
        JwtSettings.of(signing, domain)
            .withJidClaim(claim)
            .withIssuer(ISSUER)
            .withAudience(audience);
    return new JwtIssuer(settings, InstantSource.fixed(from)).issue(name, LIFETIME);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has RSA", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return algorithm.name();
  }
}
