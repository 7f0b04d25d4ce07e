package dev.herald.external.stream;

import java.util.function.Supplier;

/** Who this application is to the server. */
public sealed interface Credentials {

  /** An account by its name, the part of its JID before the @, and its password. */
  record Password(String name, String password) implements Credentials {

    /** Without the password. */
    @Override
    public String toString() {
      return "the password of '" + name + "'";
    }
  }

  /**
   * An account by a token: SASL X-OAUTH2, or PLAIN with a token in the password's place, as
   * ejabberd takes a JWT.
   *
   * @param token is asked at each login, so that it may be a fresh one
   */
  record Token(String name, Supplier<String> token) implements Credentials {

    /** Without the token. */
    @Override
    public String toString() {
      return "the token of '" + name + "'";
    }
  }

  /** A component (XEP-0114) by the secret that it shares with the server. */
  record Component(String secret) implements Credentials {

    /** Without the secret. */
    @Override
    public String toString() {
      return "the component's secret";
    }
  }
}
