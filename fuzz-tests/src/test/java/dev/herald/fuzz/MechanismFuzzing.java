package dev.herald.fuzz;

import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.sasl.Peer;
import dev.herald.server.sasl.SaslExchange;
import dev.herald.server.sasl.SaslMechanisms;
import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.sasl.jwt.JwtAccounts;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What mechanisms are sent: each message has an answer, and nobody gets in by chance. */
final class MechanismFuzzing {

  private static final SaslMechanisms MECHANISMS =
      new SaslMechanisms(
          SaslSettings.of("localhost")
              .withScramAccounts(MemoryAccountStore.of(Map.of("ann", "a password of ann's")))
              .withAccounts(
                  new JwtAccounts(
                      JwtSettings.of(
                          JwtKey.hs256(
                              "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
                          "localhost"))));

  private MechanismFuzzing() {}

  static void run(byte[] input) {
    String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 8);
    // With tokens there is SCRAM for those alone who may not use PLAIN.
    boolean confidential = !lines[0].startsWith("SCRAM");
    SaslExchange exchange = MECHANISMS.exchange(new Peer("127.0.0.1", confidential, null, null));
    for (int i = 1; i < lines.length; i++) {
      XmlElement.Builder message =
          XmlElement.builder(Namespaces.SASL, i == 1 ? "auth" : "response")
              .text(
                  Base64.getEncoder()
                      .encodeToString(lines[i].getBytes(StandardCharsets.ISO_8859_1)));
      XmlElement element = (i == 1 ? message.attribute("mechanism", lines[0]) : message).build();
      boolean unused = exchange.mayBlock(element);
      SaslExchange.Step step = exchange.receive(element);
      FuzzedServer.check(step.reply().toString());
      if (step.account() != null) {
        throw new AssertionError("Logged in as '" + step.account() + "'");
      }
    }
    LoggedErrors.expectNone();
  }
}
