package dev.herald.server.sasl;

import java.util.List;

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
      public boolean isForPlainAlone() {
        return all.stream().anyMatch(Accounts::isForPlainAlone);
      }
    };
  }
}
