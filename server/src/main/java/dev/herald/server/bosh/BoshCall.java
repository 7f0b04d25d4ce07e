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

  /** Whether it only asks for what there is (section 12). */
  boolean isEmpty() {
    return body.children().isEmpty() && !isTerminate() && !isRestart() && !isPause();
  }

  /** Section 15, or null. */
  @Nullable String key() {
    return body.attribute("key");
  }
}
