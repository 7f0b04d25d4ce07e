package dev.herald.server.sasl;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts that are gone when the process ends. */
public final class MemoryAccountStore implements AccountStore {

  private final Map<String, Credentials> accounts = new ConcurrentHashMap<>();

  /**
   * A store that has these accounts already; only the keys of their passwords are kept.
   *
   * @param passwords by name, as users type it
   * @throws IllegalArgumentException for a name or password that cannot be one, naming the name
   */
  public static MemoryAccountStore of(Map<String, String> passwords) {
    MemoryAccountStore store = new MemoryAccountStore();
    passwords.forEach(
        (name, password) -> {
          try {
            if (!store.register(LoginName.of(name).account(), Credentials.derive(password))) {
              throw new IllegalArgumentException("there is another account of the same address");
            }
          } catch (IllegalArgumentException | SaslFailure e) {
            throw new IllegalArgumentException(
                "The account '%s' cannot be set up: %s".formatted(name, e.getMessage()), e);
          }
        });
    return store;
  }

  @Override
  public Optional<Credentials> find(String account) {
    return Optional.ofNullable(accounts.get(account));
  }

  @Override
  public boolean register(String account, Credentials credentials) {
    return accounts.putIfAbsent(account, credentials) == null;
  }

  @Override
  public boolean change(String account, Credentials credentials) {
    return accounts.replace(account, credentials) != null;
  }

  @Override
  public boolean remove(String account) {
    return accounts.remove(account) != null;
  }
}
