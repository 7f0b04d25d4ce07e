package dev.herald.server.sasl;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts that are gone when the process ends, of which there is a limit. Thread-safe. */
public final class MemoryAccountStore implements AccountStore {

  /** How many accounts may be registered, unless it is said otherwise. */
  public static final int DEFAULT_LIMIT = 100_000;

  private final Map<String, Credentials> accounts = new ConcurrentHashMap<>();
  private final int limit;

  private MemoryAccountStore(int limit) {
    this.limit = limit;
  }

  /** The same, with the default limit. */
  public static MemoryAccountStore of(Map<String, String> passwords) {
    return of(passwords, DEFAULT_LIMIT);
  }

  /**
   * A store that has these accounts already; only the keys of their passwords are kept.
   *
   * @param passwords by name, as users type it
   * @param limit how many accounts may be registered beside these
   * @throws IllegalArgumentException for a name or password that cannot be one, naming the name
   */
  public static MemoryAccountStore of(Map<String, String> passwords, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("There cannot be a limit of " + limit + " accounts");
    }
    MemoryAccountStore store =
        new MemoryAccountStore((int) Math.min(Integer.MAX_VALUE, (long) passwords.size() + limit));
    passwords.forEach(
        (name, password) -> {
          try {
            Credentials credentials = Credentials.derive(password);
            if (store.register(LoginName.of(name).account(), credentials) != Registered.DONE) {
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
  public synchronized Registered register(String account, Credentials credentials) {
    if (accounts.containsKey(account)) {
      return Registered.TAKEN;
    }
    if (accounts.size() >= limit) {
      return Registered.FULL;
    }
    accounts.put(account, credentials);
    return Registered.DONE;
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
