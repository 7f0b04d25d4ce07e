package dev.herald.spring.security;

import dev.herald.server.sasl.Accounts;
import dev.herald.server.sasl.Login;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Spring Security's users, for clients that log in by name and password. */
final class UserDetailsAccounts implements Accounts {

  // It also checks what is locked, disabled or expired, and takes its time for unknown names.
  private final DaoAuthenticationProvider provider;
  private final AuthorityNames names;

  UserDetailsAccounts(
      UserDetailsService users, @Nullable PasswordEncoder encoder, AuthorityNames names) {
    this.names = names;
    provider = new DaoAuthenticationProvider(users);
    if (encoder != null) {
      provider.setPasswordEncoder(encoder);
    }
  }

  @Override
  public boolean authenticate(String name, String password) {
    return logIn(name, password).isPresent();
  }

  @Override
  public Optional<Login> logIn(String name, String password) {
    try {
      Authentication login =
          provider.authenticate(
              UsernamePasswordAuthenticationToken.unauthenticated(name, password));
      return login.isAuthenticated()
          ? Optional.of(Login.of(login.getName(), names.of(login.getAuthorities())))
          : Optional.empty();
    } catch (AuthenticationException e) {
      return Optional.empty();
    }
  }
}
