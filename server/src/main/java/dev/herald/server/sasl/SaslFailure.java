package dev.herald.server.sasl;

/** A login that is refused. */
final class SaslFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String condition;

  /**
   * @param condition one of RFC 6120, section 6.5
   */
  SaslFailure(String condition, String text) {
    super(text, null, false, false);
    this.condition = condition;
  }

  String condition() {
    return condition;
  }
}
