package dev.herald;

import java.util.Set;

/**
 * Somebody who wants to read a node.
 *
 * @param name the user's own name, as the application's login has it; made up for who is anonymous
 * @param anonymous whether there was no login
 * @param authorities what the login says that the user is allowed or is; in Spring Security, the
 *     names of the authorities, such as {@code ROLE_STAFF}
 */
public record NodeReader(String name, boolean anonymous, Set<String> authorities) {

  private static final String PREFIX = "ROLE_";

  public NodeReader {
    authorities = Set.copyOf(authorities);
  }

  /** Whether there is an authority of this name, or of this name after {@code ROLE_}. */
  public boolean hasRole(String role) {
    return authorities.contains(role) || authorities.contains(PREFIX + role);
  }
}
