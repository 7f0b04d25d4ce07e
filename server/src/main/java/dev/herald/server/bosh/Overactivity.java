package dev.herald.server.bosh;

/**
 * Which requests are too many, or too soon (XEP-0124, sections 11, 12 and 14.3). Not for use by
 * several threads.
 */
final class Overactivity {

  /** How often requests may be sent again before a new one comes. */
  private static final int MAX_REPEATS = 10;

  private final BoshTerms terms;
  private boolean hasCome;
  private long lastCame;
  private boolean wasEmpty;
  private int repeats;

  Overactivity(BoshTerms terms) {
    this.terms = terms;
  }

  /**
   * A new request has come.
   *
   * @param open how many requests are not answered, this one included
   * @param wasAnsweredEmpty whether the last answer had nothing in it
   * @return whether the client does too much
   */
  boolean isTooMuch(BoshCall call, int open, boolean wasAnsweredEmpty, long millis) {
    boolean isSoon = hasCome && millis - lastCame < terms.polling().toMillis();
    boolean isPoll =
        call.isEmpty()
            && (terms.isPolling() ? wasEmpty && wasAnsweredEmpty : open == terms.requests());
    hasCome = true;
    lastCame = millis;
    wasEmpty = call.isEmpty();
    repeats = 0;
    return (isSoon && isPoll) || (open > terms.requests() && !call.isLeaving());
  }

  /** A request has come once more; returns whether that was too often. */
  boolean isRepeatedTooOften() {
    return ++repeats > MAX_REPEATS;
  }
}
