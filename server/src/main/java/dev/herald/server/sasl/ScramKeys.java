package dev.herald.server.sasl;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server keeps of a password for SCRAM (RFC 5802, section 3): enough to check a login, not
 * enough to log in. Who steals it can still guess passwords, so it is as secret as a password hash.
 */
public final class ScramKeys {

  /** The fewest iterations that RFC 5802 and RFC 7677 allow. */
  public static final int MIN_ITERATIONS = 4096;

  /** Ten million: a typing error beyond would make each login take many seconds. */
  public static final int MAX_ITERATIONS = 10_000_000;

  static final int SALT_BYTES = 16;

  private static final Pattern TEXT =
      Pattern.compile("([A-Z0-9-]+)\\$(\\d{1,8}):([^$:]+)\\$([^$:]+):([^$:]+)");

  private final ScramHash hash;
  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  ScramKeys(ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    checkIterations(iterations);
    if (salt.length == 0
        || storedKey.length != hash.length()
        || serverKey.length != hash.length()) {
      throw new IllegalArgumentException(
          "%s has keys of %d bytes and a salt, not keys of %d and %d bytes and a salt of %d"
              .formatted(
                  hash.mechanismName(),
                  hash.length(),
                  storedKey.length,
                  serverKey.length,
                  salt.length));
    }
    this.hash = hash;
    this.iterations = iterations;
    this.salt = salt.clone();
    this.storedKey = storedKey.clone();
    this.serverKey = serverKey.clone();
  }

  /**
   * Derives the keys of a password. Takes milliseconds, on purpose.
   *
   * @throws IllegalArgumentException if SASLprep (RFC 4013) forbids the password
   */
  static ScramKeys derive(ScramHash hash, String password, byte[] salt, int iterations) {
    checkIterations(iterations);
    byte[] salted = salted(hash, SaslPrep.prepare(password), salt, iterations);
    ScramMechanism functions = hash.functions();
    return new ScramKeys(
        hash,
        iterations,
        salt,
        ScramFunctions.storedKey(functions, ScramFunctions.clientKey(functions, salted)),
        ScramFunctions.serverKey(functions, salted));
  }

  /**
   * Reads the text form of RFC 5803: {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, the
   * last three in Base64. PostgreSQL and others write the same.
   *
   * @throws IllegalArgumentException if it is something else; the message does not repeat it
   */
  public static ScramKeys parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "SCRAM keys are written as 'SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey'");
    }
    ScramHash hash =
        ScramHash.of(parts.group(1))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "SCRAM keys are of SCRAM-SHA-256 or SCRAM-SHA-1, not of "
                            + parts.group(1)));
    Base64.Decoder base64 = Base64.getDecoder();
    return new ScramKeys(
        hash,
        Integer.parseInt(parts.group(2)),
        base64.decode(parts.group(3)),
        base64.decode(parts.group(4)),
        base64.decode(parts.group(5)));
  }

  /** The text form that {@link #parse} reads. A secret: for a store, never for a log. */
  public String encoded() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s$%d:%s$%s:%s"
        .formatted(
            hash.mechanismName(),
            iterations,
            base64.encodeToString(salt),
            base64.encodeToString(storedKey),
            base64.encodeToString(serverKey));
  }

  public ScramHash hash() {
    return hash;
  }

  public int iterations() {
    return iterations;
  }

  /** Compares in constant time; takes as long as {@link #derive} whether it matches or not. */
  boolean matches(String password) {
    byte[] salted;
    try {
      salted = salted(hash, SaslPrep.prepare(password), salt, iterations);
    } catch (IllegalArgumentException e) {
      // No account can have such a password, so this tells nothing about this account.
      return false;
    }
    ScramMechanism functions = hash.functions();
    byte[] candidate =
        ScramFunctions.storedKey(functions, ScramFunctions.clientKey(functions, salted));
    return MessageDigest.isEqual(candidate, storedKey);
  }

  /** Whether a client that knows the password has made the proof (RFC 5802, section 3). */
  boolean verify(byte[] proof, String authMessage) {
    return proof.length == hash.length()
        && ScramFunctions.verifyClientProof(hash.functions(), proof, storedKey, authMessage);
  }

  /** Shows the client that this server knows the password too. */
  byte[] serverSignature(String authMessage) {
    return ScramFunctions.serverSignature(hash.functions(), serverKey, authMessage);
  }

  String saltInBase64() {
    return Base64.getEncoder().encodeToString(salt);
  }

  static void checkIterations(int iterations) {
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          "SCRAM takes between %d and %d iterations, not %d"
              .formatted(MIN_ITERATIONS, MAX_ITERATIONS, iterations));
    }
  }

  private static byte[] salted(ScramHash hash, String prepared, byte[] salt, int iterations) {
    return ScramFunctions.saltedPassword(
        hash.functions(),
        StringPreparation.NO_PREPARATION,
        prepared.toCharArray(),
        salt,
        iterations);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScramKeys that
        && hash == that.hash
        && iterations == that.iterations
        && Arrays.equals(salt, that.salt)
        && MessageDigest.isEqual(storedKey, that.storedKey)
        && MessageDigest.isEqual(serverKey, that.serverKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  /** Without the keys, which do not belong into a log. */
  @Override
  public String toString() {
    return hash.mechanismName() + " keys of " + iterations + " iterations";
  }
}
