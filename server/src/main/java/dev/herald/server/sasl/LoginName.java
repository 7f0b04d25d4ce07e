package dev.herald.server.sasl;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;

/**
 * Who a client says it is.
 *
 * @param name the account's own name, as the application knows it
 * @param account the localpart of its address: prepared, and escaped by XEP-0106
 */
record LoginName(String name, String account) {

  /**
   * Reads a name as a login gives it.
   *
   * @param typed the name, which a client may have escaped for its JID
   * @throws SaslFailure {@code not-authorized}: no account can have this name
   */
  static LoginName of(String typed) {
    String name = Jid.unescapeLocal(typed);
    try {
      String account = Jid.of(Jid.escapeLocal(name), "localhost", null).local();
      if (account != null) {
        return new LoginName(name, account);
      }
    } catch (StanzaException e) {
      throw new SaslFailure("not-authorized", "The name can be no part of an address");
    }
    throw new SaslFailure("not-authorized", "The name is empty");
  }

  /**
   * Nobody may act for somebody else (RFC 6120, section 6.3.8).
   *
   * @throws SaslFailure {@code invalid-authzid}, unless the identity is empty or the own address
   */
  void checkAuthorizationIdentity(String identity, String domain) {
    Jid own = Jid.of(account, domain, null);
    if (!identity.isEmpty() && !isAddress(identity, own)) {
      throw new SaslFailure("invalid-authzid", "You are " + own);
    }
  }

  private static boolean isAddress(String text, Jid address) {
    try {
      return Jid.parse(text).equals(address);
    } catch (StanzaException e) {
      return false;
    }
  }
}
