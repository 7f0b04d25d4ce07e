package dev.herald.server.bosh;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each side tells the other to have got (XEP-0124, section 9). Used only when the client asks
 * for it by its first request. Not for use by several threads.
 */
final class Acknowledgements {

  /** A response younger than this, in milliseconds, may still be on its way. */
  private static final long REPORT_AFTER = 1_000;

  private final boolean isUsed;
  private final SentResponses sent;
  private long report = -1;

  Acknowledgements(boolean isUsed, SentResponses sent) {
    this.isUsed = isUsed;
    this.sent = sent;
  }

  /** Section 9.2: forgets what the client has got, and notes what it should have got long ago. */
  void received(BoshCall call, long millis) {
    if (!isUsed) {
      return;
    }
    Long ack = BoshBody.number(call.body(), "ack");
    // Without the attribute it has got all responses to its earlier requests.
    long got = ack == null ? call.rid() - 1 : ack;
    sent.acknowledge(got);
    SentResponses.Sent missing = sent.find(got + 1);
    if (got < sent.last() && missing != null && millis - missing.millis() >= REPORT_AFTER) {
      report = got + 1;
    }
  }

  /** Whether the client should be told of a response that it does not seem to have. */
  boolean hasReport() {
    return report >= 0;
  }

  /**
   * Adds to a response what is to be told.
   *
   * @param rid of the request that is answered
   * @param received the highest id that has come, with all lower ones
   */
  void announce(
      Map<String, String> attributes, long rid, long received, boolean isCreation, long millis) {
    if (isUsed && (isCreation || received != rid)) {
      attributes.put("ack", String.valueOf(received));
    }
    if (hasReport()) {
      SentResponses.@Nullable Sent missing = sent.find(report);
      if (missing != null) {
        attributes.put("report", String.valueOf(report));
        attributes.put("time", String.valueOf(millis - missing.millis()));
      }
      report = -1;
    }
  }
}
