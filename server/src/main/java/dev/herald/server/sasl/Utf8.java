package dev.herald.server.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text of a SASL message, which is UTF-8 or refused. */
final class Utf8 {

  private Utf8() {}

  /**
   * @throws SaslFailure {@code malformed-request}, for bytes that are no UTF-8
   */
  static String decode(byte[] message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      throw new SaslFailure("malformed-request", "The message is no UTF-8");
    }
  }
}
