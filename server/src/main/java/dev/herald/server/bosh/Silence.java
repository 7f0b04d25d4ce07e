package dev.herald.server.bosh;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * How long a client may be silent (XEP-0124, section 10). Not for use by several threads; the alarm
 * alone comes on a thread of its own.
 */
final class Silence {

  private final BoshTime time;
  private final LongConsumer tooLong;
  private BoshTime.Alarm alarm = BoshTime.Alarm.NONE;
  private long number;

  /**
   * @param tooLong told the number of the silence that has lasted too long; it asks {@link
   *     #isStill} under the session's lock, since a request may come just as the alarm goes off
   */
  Silence(BoshTime time, LongConsumer tooLong) {
    this.time = time;
    this.tooLong = tooLong;
  }

  /** A silence begins, in the place of one that lasts already. */
  void begin(Duration longest) {
    end();
    long current = number;
    alarm = time.after(longest, () -> tooLong.accept(current));
  }

  void end() {
    alarm.cancel();
    number++;
  }

  boolean isStill(long silence) {
    return silence == number;
  }
}
