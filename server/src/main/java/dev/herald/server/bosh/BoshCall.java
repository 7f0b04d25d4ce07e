package dev.herald.server.bosh;

import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A request of a session that is there.
 *
 * @param rid its id (XEP-0124, section 14)
 */
record BoshCall(long rid, XmlElement body, BoshResponder responder) {

  boolean isTerminate() {
    return "terminate".equals(body.attribute("type"));
  }

  /** XEP-0206, section 5. */
  boolean isRestart() {
    String restart = body.attribute("{" + BoshBody.XBOSH + "}restart");
    return "true".equals(restart) || "1".equals(restart);
  }

  boolean isPause() {
    return body.attribute("pause") != null;
  }

  /**
   * Whether the client goes away, for a while or for good: it may send one request more (section
   * 11).
   */
  boolean isLeaving() {
    return isPause() || isTerminate();
  }

  /** Whether it only asks for what there is (sections 11 and 12). */
  boolean isEmpty() {
    return body.children().isEmpty() && !isLeaving() && !isRestart();
  }

  /** Section 15, or null. */
  @Nullable String key() {
    return body.attribute("key");
  }
}
