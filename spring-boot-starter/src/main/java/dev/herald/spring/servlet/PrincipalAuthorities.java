package dev.herald.spring.servlet;

import java.security.Principal;
import java.util.Set;

/** What the web application's login says that a user is allowed or is. */
@FunctionalInterface
public interface PrincipalAuthorities {

  /** A login that can be asked about one role at a time only, as a servlet container's. */
  PrincipalAuthorities UNKNOWN = principal -> Set.of();

  Set<String> of(Principal principal);
}
