package dev.herald.server.sasl;

import java.util.Optional;
import java.util.Set;

/**
 * The port to accounts whose {@link ScramKeys} are stored: for SCRAM and PLAIN. Called by several
 * threads at once, each of which may wait for the store.
 */
@FunctionalInterface
public interface ScramAccounts {

  /** No account at all; SCRAM is not offered then. */
  ScramAccounts NONE = account -> Optional.empty();

  /**
   * The credentials of an account.
   *
   * @param account the localpart of its address, prepared and escaped: {@code joe}, and {@code
   *     joe\40example.com} for the name {@code joe@example.com}
   */
  Optional<Credentials> find(String account);

  /**
   * What an account, of which a client has proven the password or is about to, is allowed or is:
   * roles, scopes. None unless the store knows such.
   *
   * @param account as in {@link #find}
   */
  default Set<String> authorities(String account) {
    return Set.of();
  }
}
