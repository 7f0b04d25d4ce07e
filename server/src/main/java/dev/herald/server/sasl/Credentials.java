package dev.herald.server.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is stored of one account's password: its {@link ScramKeys}, for one or more hash functions,
 * the better first.
 */
public record Credentials(List<ScramKeys> keys) {

  /**
   * Between the 4,096 that RFC 5802 and RFC 7677 demand at least and the 15,000 that RFC 7677,
   * section 4, found to take a tenth of a second; it warns of much more because the client, perhaps
   * a telephone, pays for it at each login. Prosody takes the same.
   */
  public static final int DEFAULT_ITERATIONS = 10_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  public Credentials {
    keys = List.copyOf(keys);
    Set<ScramHash> hashes = new HashSet<>();
    keys.forEach(key -> hashes.add(key.hash()));
    if (keys.isEmpty() || hashes.size() < keys.size()) {
      throw new IllegalArgumentException(
          "Credentials are SCRAM keys of different hash functions, at least one, not " + keys);
    }
  }

  /** The keys of a password for all hash functions, by {@link #DEFAULT_ITERATIONS}. */
  public static Credentials derive(String password) {
    return derive(password, DEFAULT_ITERATIONS);
  }

  /**
   * The keys of a password for all hash functions. Takes milliseconds, on purpose: not for an event
   * loop.
   *
   * @param iterations the same as in {@link SaslSettings}, or unknown names can be told from known
   * @throws IllegalArgumentException if SASLprep (RFC 4013) forbids the password, as the empty one
   */
  public static Credentials derive(String password, int iterations) {
    List<ScramKeys> keys = new ArrayList<>();
    for (ScramHash hash : ScramHash.values()) {
      byte[] salt = new byte[ScramKeys.SALT_BYTES];
      RANDOM.nextBytes(salt);
      keys.add(ScramKeys.derive(hash, password, salt, iterations));
    }
    return new Credentials(keys);
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @throws IllegalArgumentException if it is something else; the message does not repeat it
   */
  public static Credentials parse(String text) {
    return new Credentials(Arrays.stream(text.split(" ", -1)).map(ScramKeys::parse).toList());
  }

  /** All keys in the form of {@link ScramKeys#encoded}, separated by a space. A secret. */
  public String encoded() {
    return keys.stream().map(ScramKeys::encoded).collect(Collectors.joining(" "));
  }

  /** The keys for one hash function, if there are any. */
  public Optional<ScramKeys> keys(ScramHash hash) {
    return keys.stream().filter(key -> key.hash() == hash).findFirst();
  }
}
