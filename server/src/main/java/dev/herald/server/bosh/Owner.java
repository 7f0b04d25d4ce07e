package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;
import java.util.Objects;

/** Whose requests a session takes. For everybody else it does not exist. */
@FunctionalInterface
interface Owner {

  boolean permits(Peer peer);

  /** Whoever has created it: the same principal, the same login of the application. */
  static Owner same(Peer creator) {
    return peer ->
        Objects.equals(creator.principal(), peer.principal())
            && Objects.equals(creator.login(), peer.login())
            // Section 19.1: what has begun unseen by others must go on so.
            && (peer.confidential() || !creator.confidential());
  }

  /** Any connection with this login, whatever principal the application sees in it by now. */
  static Owner login(Peer creator) {
    return peer -> Objects.equals(creator.login(), peer.login());
  }

  /** The session's id is the secret, which nobody can guess. */
  static Owner whoeverKnowsTheId() {
    return peer -> true;
  }
}
