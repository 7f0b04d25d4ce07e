package dev.herald.server.sasl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The second message of a SCRAM client (RFC 5802, section 7, {@code client-final-message}).
 *
 * @param channelBinding the first message's header again, and the channel's data; not encoded
 * @param nonce the client's nonce and the server's
 * @param proof that the client knows the password; not encoded
 * @param withoutProof the message but the proof, as both sides sign it
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by its only user, and never compared
record ScramClientFinal(byte[] channelBinding, String nonce, byte[] proof, String withoutProof) {

  private static final Pattern MESSAGE =
      Pattern.compile(
          "(c=([A-Za-z0-9+/=]+),r="
              + (ScramClientFirst.NONCE + ScramClientFirst.EXTENSIONS + ")")
              + ",p=([A-Za-z0-9+/=]+)");

  /**
   * @throws SaslFailure {@code malformed-request}
   */
  static ScramClientFinal parse(byte[] message) {
    Matcher parts = MESSAGE.matcher(Utf8.decode(message));
    if (!parts.matches()) {
      throw new SaslFailure(
          "malformed-request", "A final message of SCRAM is 'c=binding,r=nonce,p=proof'");
    }
    return new ScramClientFinal(
        base64(parts.group(2)), parts.group(3), base64(parts.group(5)), parts.group(1));
  }

  private static byte[] base64(String text) {
    try {
      return StrictBase64.decode(text);
    } catch (IllegalArgumentException e) {
      throw new SaslFailure("malformed-request", "The message has an attribute that is no Base64");
    }
  }
}
