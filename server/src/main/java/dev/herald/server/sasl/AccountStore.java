package dev.herald.server.sasl;

/**
 * Accounts that can be changed, as In-Band Registration (XEP-0077) does. Each change is atomic, and
 * seen by the logins after it. Accounts are named as in {@link ScramAccounts#find}.
 */
public interface AccountStore extends ScramAccounts {

  /** Adds an account; false, and nothing changes, if there is one of this name. */
  boolean register(String account, Credentials credentials);

  /** Exchanges the credentials; false if there is no such account. */
  boolean change(String account, Credentials credentials);

  /** Removes an account; false if there is none. */
  boolean remove(String account);
}
