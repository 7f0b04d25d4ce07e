package dev.herald.publisher.attributes;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which names look like something that no page should see. */
public final class SecretNames {

  private static final List<String> PARTS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "secret",
          "token",
          "credential",
          "apikey",
          "privatekey");

  /** Too short to look for inside other words: "hash" is in no word of its own in "hashtags". */
  private static final Set<String> WORDS = Set.of("hash", "salt", "pwd", "otp", "pin", "cvv");

  private SecretNames() {}

  public static boolean looksSecret(String attribute) {
    String joined = attribute.replace("_", "").toLowerCase(Locale.ROOT);
    if (PARTS.stream().anyMatch(joined::contains)) {
      return true;
    }
    for (String word : attribute.split("(?<=[a-z0-9])(?=[A-Z])|_|(?<=[A-Z])(?=[A-Z][a-z])", -1)) {
      if (WORDS.contains(word.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
