package dev.herald.spring.security;

import dev.herald.server.sasl.Accounts;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Spring Security's users, for clients that log in by name and password. */
final class UserDetailsAccounts implements Accounts {

  // It also checks what is locked, disabled or expired, and takes its time for unknown names.
  private final DaoAuthenticationProvider provider;

  UserDetailsAccounts(UserDetailsService users, @Nullable PasswordEncoder encoder) {
    provider = new DaoAuthenticationProvider(users);
    if (encoder != null) {
      provider.setPasswordEncoder(encoder);
    }
  }

  @Override
  public boolean authenticate(String name, String password) {
    try {
      return provider
          .authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, password))
          .isAuthenticated();
    } catch (AuthenticationException e) {
      return false;
    }
  }
}
