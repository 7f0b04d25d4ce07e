package dev.herald.server.sasl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a SCRAM client (RFC 5802, section 7, {@code client-first-message}).
 *
 * @param header the part before the name, with its last comma, as it will be repeated in {@code c=}
 * @param bare the part from the name on, as both sides sign it
 * @param binding what the client says of channel binding
 * @param type the type of channel binding that it uses, if it does
 * @param authorizationIdentity whom it wants to act for; empty for itself
 */
record ScramClientFirst(
    String header,
    String bare,
    Binding binding,
    @Nullable String type,
    String authorizationIdentity,
    String name,
    String nonce) {

  enum Binding {
    /** The client cannot. */
    NONE,
    /** The client could, but believes that the server cannot. */
    NOT_OFFERED,
    USED
  }

  private static final String NAME = "((?:[^,=\\x00]|=2C|=3D)+)";

  /** Printable ASCII but the comma. */
  static final String NONCE = "([!-+\\--~]+)";

  /** Extensions of later specifications, which a server passes over unless they are mandatory. */
  static final String EXTENSIONS = "((?:,[A-Za-z]=[^,\\x00]+)*)";

  private static final Pattern MESSAGE =
      Pattern.compile(
          "((n|y|p=([A-Za-z0-9.-]+)),(?:a="
              + NAME
              + ")?,)"
              + ("(n=" + NAME + ",r=" + NONCE + EXTENSIONS + ")"));

  /**
   * @throws SaslFailure {@code malformed-request}, or {@code not-authorized} for a name that
   *     SASLprep forbids
   */
  static ScramClientFirst parse(byte[] message) {
    Matcher parts = MESSAGE.matcher(Utf8.decode(message));
    if (!parts.matches()) {
      throw new SaslFailure(
          "malformed-request",
          "A first message of SCRAM is 'n,,n=name,r=nonce', by RFC 5802, without mandatory"
              + " extensions");
    }
    String type = parts.group(3);
    Binding binding =
        type != null
            ? Binding.USED
            : parts.group(2).equals("y") ? Binding.NOT_OFFERED : Binding.NONE;
    String identity = parts.group(4);
    return new ScramClientFirst(
        parts.group(1),
        parts.group(5),
        binding,
        type,
        identity == null ? "" : unescape(identity),
        prepare(unescape(parts.group(6))),
        parts.group(7));
  }

  private static String unescape(String name) {
    return name.replace("=2C", ",").replace("=3D", "=");
  }

  private static String prepare(String name) {
    try {
      return SaslPrep.prepare(name);
    } catch (IllegalArgumentException e) {
      throw new SaslFailure("not-authorized", "SASLprep (RFC 4013) forbids the name");
    }
  }
}
