package dev.herald.server.sasl;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How clients may log in.
 *
 * @param domain the part of all addresses after the {@code @}
 * @param accounts the application's own check of passwords, for PLAIN only
 * @param scramAccounts accounts whose SCRAM keys are stored, for SCRAM and PLAIN
 * @param anonymous whether anybody may come in (ANONYMOUS)
 * @param iterations what accounts of the store have, so that unknown names claim the same: {@link
 *     Credentials#DEFAULT_ITERATIONS} unless they were derived by another number
 * @param decoySecret at least 32 characters, from which the salts of unknown names are made. One of
 *     its own for each process is the default; servers that share their accounts should share it,
 *     and keep it, because a salt that changes with the server is that of an unknown name
 * @param limits how often a login may fail
 */
public record SaslSettings(
    String domain,
    Accounts accounts,
    ScramAccounts scramAccounts,
    boolean anonymous,
    int iterations,
    String decoySecret,
    LoginLimits limits) {

  private static final SecureRandom RANDOM = new SecureRandom();

  public SaslSettings {
    ScramKeys.checkIterations(iterations);
    if (decoySecret.length() < 32) {
      throw new IllegalArgumentException(
          "The secret for unknown names' salts has %d characters; give it 32 random ones or more"
              .formatted(decoySecret.length()));
    }
  }

  /** Only who is logged in to the application may come in (EXTERNAL). */
  public static SaslSettings of(String domain) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new SaslSettings(
        domain,
        Accounts.NONE,
        ScramAccounts.NONE,
        false,
        Credentials.DEFAULT_ITERATIONS,
        HexFormat.of().formatHex(secret),
        LoginLimits.DEFAULT);
  }

  public SaslSettings withAccounts(Accounts theirs) {
    return new SaslSettings(
        domain, theirs, scramAccounts, anonymous, iterations, decoySecret, limits);
  }

  public SaslSettings withScramAccounts(ScramAccounts store) {
    return new SaslSettings(domain, accounts, store, anonymous, iterations, decoySecret, limits);
  }

  public SaslSettings withAnonymous(boolean allowed) {
    return new SaslSettings(
        domain, accounts, scramAccounts, allowed, iterations, decoySecret, limits);
  }

  public SaslSettings withIterations(int number) {
    return new SaslSettings(
        domain, accounts, scramAccounts, anonymous, number, decoySecret, limits);
  }

  public SaslSettings withDecoySecret(String secret) {
    return new SaslSettings(domain, accounts, scramAccounts, anonymous, iterations, secret, limits);
  }

  public SaslSettings withLimits(LoginLimits ofFailures) {
    return new SaslSettings(
        domain, accounts, scramAccounts, anonymous, iterations, decoySecret, ofFailures);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SASL of '%s', %d iterations, %s%s"
        .formatted(domain, iterations, limits, anonymous ? ", anonymous users" : "");
  }
}
