package dev.herald.xmpp;

/** The input is not XML that XMPP allows, or too much of it; it ends the stream. */
public final class XmlStreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final StreamError error;

  public XmlStreamException(StreamError.Condition condition, String text) {
    super(text);
    this.error = new StreamError(condition, text);
  }

  /** The stream error to send before closing. */
  public StreamError error() {
    return error;
  }
}
