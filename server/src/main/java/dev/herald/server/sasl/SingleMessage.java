package dev.herald.server.sasl;

/** A negotiation of which the client's first message decides. */
record SingleMessage(boolean mayBlock, Evaluation evaluation) implements Negotiation {

  /** See {@link Negotiation#respond}; returns the account's localpart. */
  interface Evaluation {
    String accountOf(byte[] message);
  }

  @Override
  public Outcome respond(byte[] message) {
    return new Success(evaluation.accountOf(message));
  }
}
