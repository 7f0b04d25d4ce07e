package dev.herald.server.sasl;

import java.util.Set;

/**
 * Who has logged in, for as long as the stream lasts.
 *
 * @param name the account's own name, as the application knows it, not escaped
 * @param anonymous whether nobody in particular (ANONYMOUS), under a name made up for the stream
 * @param authorities what the account system says that this user is allowed or is: roles, scopes,
 *     by the names that it has for them; none where it knows none
 */
public record Login(String name, boolean anonymous, Set<String> authorities) {

  public Login {
    authorities = Set.copyOf(authorities);
  }

  /** An account of a system that knows no roles. */
  public static Login of(String name) {
    return new Login(name, false, Set.of());
  }

  public static Login of(String name, Set<String> authorities) {
    return new Login(name, false, authorities);
  }
}
