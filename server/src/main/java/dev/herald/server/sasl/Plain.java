package dev.herald.server.sasl;

import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616): name and password, so only where nobody can read along. */
final class Plain implements SaslMechanism {

  private final Accounts accounts;
  private final @Nullable StoredKeys keys;
  private final String domain;

  /**
   * @param accounts asked first: for a password that is a token it costs less than the keys
   */
  Plain(Accounts accounts, @Nullable StoredKeys keys, String domain) {
    this.accounts = accounts;
    this.keys = keys;
    this.domain = domain;
  }

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public boolean isOfferedTo(Peer peer) {
    return peer.confidential();
  }

  @Override
  public boolean isGuessable() {
    return true;
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public Negotiation begin(Peer peer) {
    return new SingleMessage(true, this::authenticate);
  }

  private Negotiation.Success authenticate(byte[] message) {
    String[] parts = Utf8.decode(message).split("\0", -1);
    if (parts.length != 3) {
      throw new SaslFailure(
          "malformed-request", "PLAIN is an authorization identity, a name and a password");
    }
    if (parts[1].isEmpty() || parts[2].isEmpty()) {
      throw wrong();
    }
    LoginName login = LoginName.of(parts[1]);
    login.checkAuthorizationIdentity(parts[0], domain);
    Login who = accounts.logIn(login.name(), parts[2]).orElse(null);
    if (who == null && keys != null && keys.matches(login.account(), parts[2])) {
      who = keys.login(login.account());
    }
    if (who == null) {
      throw wrong();
    }
    return new Negotiation.Success(login.account(), who);
  }

  private static SaslFailure wrong() {
    return new SaslFailure("not-authorized", "The name or the password is wrong");
  }
}
