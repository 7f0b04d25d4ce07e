package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The client's side of an exchange, in plain text. */
final class SaslClient {

  static final Peer LOCAL = new Peer("127.0.0.1", true, null, null);

  private final SaslExchange exchange;

  SaslClient(SaslMechanisms mechanisms, Peer peer) {
    this.exchange = mechanisms.exchange(peer);
  }

  SaslExchange exchange() {
    return exchange;
  }

  SaslExchange.Step auth(String name, String message) {
    return exchange.receive(authElement(name, encode(message)));
  }

  SaslExchange.Step respond(String message) {
    return exchange.receive(element("response", encode(message)));
  }

  /** The text of a challenge, which the answer must be. */
  String challenge(String name, String message) {
    return textOf("challenge", auth(name, message));
  }

  /** The condition of a failure, which the answer must be. */
  static String failure(SaslExchange.Step step) {
    assertThat(step.account()).isNull();
    assertThat(step.reply().is(Namespaces.SASL, "failure")).as("%s", step.reply()).isTrue();
    return step.reply().firstChild().orElseThrow().name();
  }

  static String textOf(String name, SaslExchange.Step step) {
    assertThat(step.reply().is(Namespaces.SASL, name)).as("%s", step.reply()).isTrue();
    return new String(Base64.getDecoder().decode(step.reply().text()), StandardCharsets.UTF_8);
  }

  /** A whole login by SCRAM, right but for what the arguments make wrong. */
  SaslExchange.Step scram(String name, String header, byte[] binding, String user, String pass) {
    ScramHash hash = ScramHash.of(name.replace("-PLUS", "")).orElseThrow();
    String bare = "n=" + user + ",r=clientnonce";
    SaslExchange.Step first = auth(name, header + bare);
    if (!first.reply().name().equals("challenge")) {
      return first;
    }
    return respond(finalMessage(hash, header, binding, bare, textOf("challenge", first), pass));
  }

  static String finalMessage(
      ScramHash hash, String header, byte[] binding, String bare, String challenge, String pass) {
    String[] parts = challenge.split(",", -1);
    byte[] start = header.getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[start.length + binding.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(binding, 0, whole, start.length, binding.length);
    String without = "c=" + Base64.getEncoder().encodeToString(whole) + "," + parts[0];
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    byte[] proof =
        ClientProof.of(
            hash,
            pass,
            salt,
            Integer.parseInt(parts[2].substring(2)),
            bare + "," + challenge + "," + without);
    return without + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  static XmlElement authElement(String name, String text) {
    return element("auth", text).toBuilder().attribute("mechanism", name).build();
  }

  static XmlElement element(String name, String text) {
    return XmlElement.builder(Namespaces.SASL, name).text(text).build();
  }

  private static String encode(String message) {
    return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }
}
