package dev.herald.cli;

import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.sasl.jwt.JwtAccounts;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Signed tokens as passwords, which an application hands its users. */
final class JwtOptions {

  @Option(
      names = "--jwt-secret",
      paramLabel = "SECRET",
      description =
          "Tokens by HS256 are passwords; 32 bytes at least. Better in --config than here.")
  @Nullable String secret;

  @Option(
      names = "--jwt-public-key",
      paramLabel = "FILE",
      description = "Tokens by RS256 are passwords: the public key in PEM.")
  @Nullable Path publicKey;

  @Option(names = "--jwt-issuer", paramLabel = "ISS", description = "Who must have issued them.")
  @Nullable String issuer;

  @Option(names = "--jwt-audience", paramLabel = "AUD", description = "Whom they must be for.")
  @Nullable String audience;

  @Option(
      names = "--jwt-jid-claim",
      paramLabel = "CLAIM",
      defaultValue = "jid",
      description = "The claim that names the user. Default: ${DEFAULT-VALUE}.")
  String jidClaim = "jid";

  SaslSettings apply(SaslSettings settings) {
    if (secret != null && publicKey != null) {
      throw new IllegalArgumentException("Use --jwt-secret or --jwt-public-key, not both");
    }
    JwtKey key = key();
    return key == null
        ? settings
        : settings.withAccounts(
            new JwtAccounts(
                JwtSettings.of(key, settings.domain())
                    .withIssuer(issuer)
                    .withAudience(audience)
                    .withJidClaim(jidClaim)));
  }

  private @Nullable JwtKey key() {
    if (secret != null) {
      return JwtKey.hs256(secret.getBytes(StandardCharsets.UTF_8));
    }
    if (publicKey == null) {
      return null;
    }
    try {
      return JwtKey.rs256Public(Files.readString(publicKey));
    } catch (IOException e) {
      throw new UncheckedIOException("--jwt-public-key: '" + publicKey + "' cannot be read", e);
    }
  }
}
