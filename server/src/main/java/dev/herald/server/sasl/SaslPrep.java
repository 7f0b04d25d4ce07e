package dev.herald.server.sasl;

import com.ongres.scram.common.StringPreparation;

/** SASLprep (RFC 4013) of a "stored string": of several ways to type the same text it makes one. */
final class SaslPrep {

  private SaslPrep() {}

  /**
   * @throws IllegalArgumentException if the text is empty, or has a character that SASLprep forbids
   *     or (as an emoji) does not know; the message does not repeat the text, which may be a secret
   */
  static String prepare(String text) {
    char[] prepared;
    try {
      prepared = StringPreparation.SASL_PREPARATION.normalize(text.toCharArray());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The latter is the library's answer to a text of which nothing is left.
      throw new IllegalArgumentException(
          "SASLprep (RFC 4013) does not allow this name or password: use letters, digits and signs"
              + " of Unicode 3.2, of one writing direction",
          e);
    }
    if (prepared.length == 0) {
      throw new IllegalArgumentException("A name or password must not be empty");
    }
    return new String(prepared);
  }
}
