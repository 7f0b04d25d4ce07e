package dev.herald.server.bosh;

import dev.herald.xmpp.StreamError;

/** A request for a session that cannot be had. */
final class BoshRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final BoshCondition condition;
  private final StreamError.Condition streamCondition;

  BoshRefusal(BoshCondition condition, StreamError.Condition streamCondition, String text) {
    super(text, null, false, false);
    this.condition = condition;
    this.streamCondition = streamCondition;
  }

  BoshCondition condition() {
    return condition;
  }

  /** What goes along for those who read it. */
  StreamError error() {
    return new StreamError(streamCondition, String.valueOf(getMessage()));
  }
}
