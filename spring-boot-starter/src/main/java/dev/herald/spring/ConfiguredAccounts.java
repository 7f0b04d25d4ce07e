package dev.herald.spring;

import dev.herald.server.sasl.Accounts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** The accounts of {@code herald.users}. */
final class ConfiguredAccounts implements Accounts {

  private final Map<String, String> users;

  ConfiguredAccounts(Map<String, String> users) {
    this.users = users;
    users.forEach(
        (name, password) -> {
          if (name.isBlank() || password.isBlank()) {
            throw new IllegalArgumentException(
                "herald.users has an account without a "
                    + (name.isBlank() ? "name" : "password: '" + name + "'"));
          }
        });
  }

  @Override
  public boolean authenticate(String name, String password) {
    String expected = users.get(name);
    // Compared in any case, and in constant time, so that it does not tell which names exist.
    boolean same = MessageDigest.isEqual(bytes(expected == null ? "" : expected), bytes(password));
    return same && expected != null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
