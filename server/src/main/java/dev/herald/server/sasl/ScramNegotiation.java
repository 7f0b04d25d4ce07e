package dev.herald.server.sasl;

import dev.herald.server.sasl.ScramClientFirst.Binding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The two steps of SCRAM (RFC 5802, section 5). An unknown name, a wrong password and a wrong
 * binding are refused at the same place, by the same words.
 */
final class ScramNegotiation implements Negotiation {

  private final ScramHash hash;
  private final boolean isPlus;
  private final Scram.Setting setting;
  private final ChannelBinding channel;
  private @Nullable Asked asked;

  /** What must be remembered between the client's messages. */
  private record Asked(
      ScramClientFirst first,
      String account,
      Login login,
      StoredKeys.Found found,
      String serverFirst) {}

  ScramNegotiation(ScramHash hash, boolean isPlus, Scram.Setting setting, ChannelBinding channel) {
    this.hash = hash;
    this.isPlus = isPlus;
    this.setting = setting;
    this.channel = channel;
  }

  /** The first message asks the store; the second takes a few hashes only. */
  @Override
  public boolean mayBlock() {
    return asked == null;
  }

  @Override
  public Outcome respond(byte[] message) {
    Asked before = asked;
    return before == null ? first(message) : last(message, before);
  }

  private Outcome first(byte[] message) {
    ScramClientFirst first = ScramClientFirst.parse(message);
    checkBinding(first);
    LoginName login = LoginName.of(first.name());
    login.checkAuthorizationIdentity(first.authorizationIdentity(), setting.domain());
    StoredKeys.Found found = setting.keys().find(hash, login.account());
    String serverFirst =
        "r=%s%s,s=%s,i=%d"
            .formatted(
                first.nonce(),
                setting.nonces().get(),
                found.keys().saltInBase64(),
                found.keys().iterations());
    // Asked for here, where it may take its time, and whether or not there is such an account.
    Login who = setting.keys().login(login.account());
    asked = new Asked(first, login.account(), who, found, serverFirst);
    return new Challenge(serverFirst);
  }

  /**
   * RFC 5802, section 6. What is refused here is no guess at a password: clients that know {@code
   * tls-unique} only, which TLS 1.3 has no more, go on to another mechanism.
   */
  private void checkBinding(ScramClientFirst first) {
    if (first.binding() == Binding.NOT_OFFERED && !channel.types().isEmpty()) {
      throw new SaslFailure(
          "mechanism-too-weak",
          "This server offers channel binding, but the client has not seen it: somebody in between"
              + " may have changed the offer");
    }
    if (isPlus != (first.binding() == Binding.USED)) {
      throw new SaslFailure(
          "malformed-request",
          "A mechanism takes a channel binding ('p=') exactly when its name ends in '-PLUS'");
    }
    if (isPlus && !channel.types().contains(first.type())) {
      throw new SaslFailure(
          "invalid-mechanism",
          "The channel binding '%s' is not offered; there is %s"
              .formatted(first.type(), channel.types()));
    }
  }

  private Outcome last(byte[] message, Asked before) {
    ScramClientFinal last = ScramClientFinal.parse(message);
    ScramKeys keys = before.found.keys();
    String authMessage = before.first.bare() + "," + before.serverFirst + "," + last.withoutProof();
    String nonce = before.serverFirst.substring("r=".length(), before.serverFirst.indexOf(','));
    // All three are evaluated in any case, so that the time is the same.
    boolean isBound = MessageDigest.isEqual(expectedBinding(before.first), last.channelBinding());
    boolean isOurs = nonce.equals(last.nonce());
    boolean isProven = keys.verify(last.proof(), authMessage);
    if (!(isBound && isOurs && isProven && before.found.isKnown())) {
      throw new SaslFailure(
          "not-authorized", "The name, the password or the channel binding is wrong");
    }
    String signature = Base64.getEncoder().encodeToString(keys.serverSignature(authMessage));
    return new Success(before.account, before.login, "v=" + signature);
  }

  private byte[] expectedBinding(ScramClientFirst first) {
    byte[] header = first.header().getBytes(StandardCharsets.UTF_8);
    String type = first.type();
    byte[] data = type == null ? new byte[0] : channel.data(type);
    byte[] expected = new byte[header.length + data.length];
    System.arraycopy(header, 0, expected, 0, header.length);
    System.arraycopy(data, 0, expected, header.length, data.length);
    return expected;
  }
}
