package dev.herald.xmpp;

import org.jspecify.annotations.Nullable;

/** A request that is answered by an error; the stream goes on. */
public final class StanzaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StanzaError error;

  public StanzaException(StanzaError.Condition condition, String text) {
    this(condition, text, null);
  }

  public StanzaException(
      StanzaError.Condition condition, String text, @Nullable XmlElement specific) {
    // An answer, not a fault: nobody reads its stack trace, and a hostile client can ask for many.
    super(text, null, false, false);
    this.error = new StanzaError(condition, text, specific);
  }

  public StanzaException(StanzaError error) {
    super(error.text(), null, false, false);
    this.error = error;
  }

  public StanzaError error() {
    return error;
  }
}
