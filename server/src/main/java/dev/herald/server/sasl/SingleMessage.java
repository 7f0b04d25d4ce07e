package dev.herald.server.sasl;

/** A negotiation of which the client's first message decides. */
record SingleMessage(boolean mayBlock, Evaluation evaluation) implements Negotiation {

  /** See {@link Negotiation#respond}. */
  interface Evaluation {
    Success evaluate(byte[] message);
  }

  @Override
  public Outcome respond(byte[] message) {
    return evaluation.evaluate(message);
  }
}
