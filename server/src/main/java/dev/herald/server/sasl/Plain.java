package dev.herald.server.sasl;

import dev.herald.xmpp.Jid;
import java.nio.charset.StandardCharsets;

/** PLAIN (RFC 4616): name and password, so only where nobody can read along. */
final class Plain implements SaslMechanism {

  private final Accounts accounts;
  private final String domain;

  Plain(Accounts accounts, String domain) {
    this.accounts = accounts;
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
  public String authenticate(byte[] message, Peer peer) {
    String[] parts = new String(message, StandardCharsets.UTF_8).split("\0", -1);
    if (parts.length != 3) {
      throw new SaslFailure(
          "malformed-request", "PLAIN is an authorization identity, a name and a password");
    }
    // A client escapes the name for its JID (XEP-0106); the account's own name is what is meant.
    String name = Jid.unescapeLocal(parts[1]);
    String local = Jid.escapeLocal(name);
    if (!parts[0].isEmpty() && !parts[0].equals(local + "@" + domain)) {
      throw new SaslFailure("invalid-authzid", "Nobody may log in as somebody else");
    }
    if (name.isEmpty() || parts[2].isEmpty() || !accounts.authenticate(name, parts[2])) {
      throw new SaslFailure("not-authorized", "The name or the password is wrong");
    }
    return local;
  }
}
