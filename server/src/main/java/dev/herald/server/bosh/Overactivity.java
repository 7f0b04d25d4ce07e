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
  private long highest;
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
    // Connections overtake each other: only the last of the sequence, by its id, asks for more.
    boolean isLast = call.rid() > highest;
    boolean isPoll =
        isLast
            && call.isEmpty()
            && (terms.isPolling() ? wasEmpty && wasAnsweredEmpty : open == terms.requests());
    hasCome = true;
    lastCame = millis;
    highest = Math.max(highest, call.rid());
    wasEmpty = call.isEmpty();
    repeats = 0;
    return (isSoon && isPoll) || (open > terms.requests() && !call.isLeaving());
  }

  /** A request has come once more; returns whether that was too often. */
  boolean isRepeatedTooOften() {
    return ++repeats > MAX_REPEATS;
  }
}
