package dev.herald.server.bosh;

import dev.herald.xmpp.StreamError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session that has ended still has to say (XEP-0124, sections 13 and 17.2).
 *
 * @param condition null when the client wanted the end
 * @param stanzas what waited for the client; only one request takes it
 */
record LastWord(
    @Nullable BoshCondition condition, @Nullable StreamError error, List<String> stanzas) {

  /** For the oldest request. */
  String full() {
    return BoshBody.terminate(condition, error, stanzas);
  }

  /** For the others that wait. */
  String brief() {
    return condition == null ? BoshBody.empty() : BoshBody.terminate(condition, null, List.of());
  }
}
