package dev.herald.spring.security;

import dev.herald.spring.servlet.PrincipalAuthorities;
import java.security.Principal;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** The names of Spring Security's authorities, those that others include among them. */
final class AuthorityNames implements PrincipalAuthorities {

  private final @Nullable RoleHierarchy hierarchy;

  AuthorityNames(@Nullable RoleHierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  @Override
  public Set<String> of(Principal principal) {
    return principal instanceof Authentication login ? of(login.getAuthorities()) : Set.of();
  }

  Set<String> of(Collection<? extends GrantedAuthority> granted) {
    Collection<? extends GrantedAuthority> all =
        hierarchy == null ? granted : hierarchy.getReachableGrantedAuthorities(granted);
    // One that is more than a name has none.
    return all.stream()
        .flatMap(authority -> Stream.ofNullable(authority.getAuthority()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
