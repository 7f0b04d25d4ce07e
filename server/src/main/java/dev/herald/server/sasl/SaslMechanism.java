package dev.herald.server.sasl;

/** One way to log in. */
interface SaslMechanism {

  /** The registered name, such as {@code PLAIN}. */
  String name();

  /** Whether it can work for this peer; it is not offered otherwise. */
  boolean isOfferedTo(Peer peer);

  /** Whether there is nothing in the client's message that matters, so that none is asked for. */
  default boolean needsNoMessage() {
    return false;
  }

  /** Whether a client could try many secrets, so that its failures are counted. */
  default boolean isGuessable() {
    return false;
  }

  /** Whether evaluating the first message hashes a password or waits for a store. */
  default boolean mayBlock() {
    return false;
  }

  Negotiation begin(Peer peer);
}
