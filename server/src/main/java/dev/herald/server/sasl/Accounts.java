package dev.herald.server.sasl;

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
}
