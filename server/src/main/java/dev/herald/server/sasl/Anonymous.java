package dev.herald.server.sasl;

import java.util.Set;
import java.util.UUID;

/** ANONYMOUS (RFC 4505): an account of its own for each stream; what a client says is not read. */
final class Anonymous implements SaslMechanism {

  /** How the localpart of every anonymous account starts. */
  static final String PREFIX = "anonymous-";

  @Override
  public String name() {
    return "ANONYMOUS";
  }

  @Override
  public boolean isOfferedTo(Peer peer) {
    return true;
  }

  /** Strophe sends none, and cannot answer a challenge. */
  @Override
  public boolean needsNoMessage() {
    return true;
  }

  @Override
  public Negotiation begin(Peer peer) {
    return new SingleMessage(false, message -> somebodyNew());
  }

  private static Negotiation.Success somebodyNew() {
    String name = PREFIX + UUID.randomUUID();
    return new Negotiation.Success(name, new Login(name, true, Set.of()));
  }
}
