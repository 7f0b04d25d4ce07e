package dev.herald.server.sasl;

/**
 * Accounts that can be changed, as In-Band Registration (XEP-0077) does. Each change is atomic, and
 * seen by the logins after it. Accounts are named as in {@link ScramAccounts#find}.
 */
public interface AccountStore extends ScramAccounts {

  /** What has become of an account that was to be added. */
  enum Registered {
    /** It is there now. */
    DONE,
    /** There is one of this name already; nothing has changed. */
    TAKEN,
    /** There are as many accounts as there may be; nothing has changed. */
    FULL
  }

  /** Adds an account. */
  Registered register(String account, Credentials credentials);

  /** Exchanges the credentials; false if there is no such account. */
  boolean change(String account, Credentials credentials);

  /** Removes an account; false if there is none. */
  boolean remove(String account);
}
