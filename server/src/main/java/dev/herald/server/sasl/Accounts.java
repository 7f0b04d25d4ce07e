package dev.herald.server.sasl;

import java.util.List;
import java.util.Optional;

/** The port to where accounts and their passwords are kept. Called by several threads at once. */
@FunctionalInterface
public interface Accounts {

  /** No account at all. */
  Accounts NONE = (name, password) -> false;

  /**
   * Whether there is an account of this name with this password that may log in. It may take its
   * time (a password hash does); it must not tell by it which of the two was wrong.
   */
  boolean authenticate(String name, String password);

  /**
   * The same, and who that is: by its own name, should it not be the one that was typed, and with
   * its authorities, which an account system that knows roles or scopes has to say here.
   *
   * @return empty when the name or the password is wrong
   */
  default Optional<Login> logIn(String name, String password) {
    return authenticate(name, password) ? Optional.of(Login.of(name)) : Optional.empty();
  }

  /**
   * Whether SCRAM must not be offered to who may use PLAIN. A client takes SCRAM where it sees it,
   * whatever its password is, and gives up when that fails: one with a token would never log in.
   */
  default boolean isForPlainAlone() {
    return false;
  }

  /** Whoever is an account of one of them. */
  static Accounts anyOf(List<Accounts> several) {
    List<Accounts> all = List.copyOf(several);
    return new Accounts() {
      @Override
      public boolean authenticate(String name, String password) {
        return all.stream().anyMatch(one -> one.authenticate(name, password));
      }

      @Override
      public Optional<Login> logIn(String name, String password) {
        return all.stream().flatMap(one -> one.logIn(name, password).stream()).findFirst();
      }

      @Override
      public boolean isForPlainAlone() {
        return all.stream().anyMatch(Accounts::isForPlainAlone);
      }
    };
  }
}
