package dev.herald.fuzz;

/**
 * What is fuzzed. Each takes any bytes and throws for a finding only; its inputs are in {@code
 * regression/NAME} of the resources, its name in small letters.
 *
 * <p>To add one: a class with a method that takes the bytes, a constant here, and at least one
 * input that gets far into the code. {@code FuzzTest} and {@code script/fuzz} find it by itself.
 */
enum FuzzTarget {
  /** The stream reader, in several chunkings, and the writer. */
  XML,
  /** Addresses: as one text, and as three parts, one a line. */
  JID,
  /** WebSocket messages before any login, one a line. */
  SASL,
  /** What is inside of SASL's messages, one a line, not encoded; the first names the mechanism. */
  MECHANISM,
  /** Data forms, as a client submits them. */
  FORM,
  /** Bodies of BOSH requests, one a line; {@code $SID} is the session's id. */
  BOSH,
  /** WebSocket messages after a login, one a line; {@code $JID} is the client's address. */
  PUBSUB;

  void run(byte[] input) {
    switch (this) {
      case XML -> XmlFuzzing.run(input);
      case JID -> JidFuzzing.run(input);
      case SASL -> SaslFuzzing.run(input);
      case MECHANISM -> MechanismFuzzing.run(input);
      case FORM -> FormFuzzing.run(input);
      case BOSH -> BoshFuzzing.run(input);
      case PUBSUB -> PubSubFuzzing.run(input);
    }
  }
}
