package dev.herald.server.sasl;

/** One way to log in. All of this server's mechanisms need a single message of the client. */
interface SaslMechanism {

  /** The registered name, such as {@code PLAIN}. */
  String name();

  /** Whether it can work for this peer; it is not offered otherwise. */
  boolean isOfferedTo(Peer peer);

  /** Whether there is nothing in the client's message that matters, so that none is asked for. */
  default boolean needsNoMessage() {
    return false;
  }

  /**
   * Evaluates the client's message.
   *
   * @return the localpart of the account, escaped by XEP-0106
   * @throws SaslFailure with a condition of RFC 6120, section 6.5
   */
  String authenticate(byte[] message, Peer peer);
}
