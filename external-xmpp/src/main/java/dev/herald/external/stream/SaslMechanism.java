package dev.herald.external.stream;

/** The client's side of one SASL exchange (RFC 4422). */
interface SaslMechanism {

  /** As it is called in the server's offer. */
  String name();

  /** What the client says first. */
  byte[] initial();

  /**
   * The answer to a challenge.
   *
   * @throws ConnectionException when the server does not keep to the mechanism
   */
  byte[] respond(byte[] challenge);

  /**
   * Looks at what came with the success.
   *
   * @throws ConnectionException when the server has not proved that it knows the password
   */
  void succeeded(byte[] data);
}
