package dev.herald.server.sasl;

import dev.herald.xmpp.Jid;

/** EXTERNAL (RFC 4422, appendix A): the host application has authenticated the peer already. */
final class External implements SaslMechanism {

  private final String domain;

  External(String domain) {
    this.domain = domain;
  }

  @Override
  public String name() {
    return "EXTERNAL";
  }

  @Override
  public boolean isOfferedTo(Peer peer) {
    return peer.principal() != null;
  }

  @Override
  public Negotiation begin(Peer peer) {
    return new SingleMessage(false, message -> authenticate(message, peer));
  }

  private Negotiation.Success authenticate(byte[] message, Peer peer) {
    String principal = peer.principal();
    if (principal == null) {
      throw new SaslFailure("not-authorized", "Log in to the application first");
    }
    String local = Jid.escapeLocal(principal);
    String identity = Utf8.decode(message);
    // Strophe sends the domain when it was given no user's name.
    if (!identity.isEmpty() && !identity.equals(domain) && !identity.equals(local + "@" + domain)) {
      throw new SaslFailure("invalid-authzid", "You are " + local + "@" + domain);
    }
    return new Negotiation.Success(local, Login.of(principal, peer.authorities()));
  }
}
