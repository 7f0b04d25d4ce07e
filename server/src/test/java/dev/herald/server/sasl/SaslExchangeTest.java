package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.sasl.jwt.JwtAccounts;
import dev.herald.server.sasl.jwt.JwtKey;
import dev.herald.server.sasl.jwt.JwtSettings;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The XML of RFC 6120, section 6, and what is offered to whom. */
class SaslExchangeTest {

  private static final MemoryAccountStore STORE = MemoryAccountStore.of(Map.of("joe", "secret"));

  private static final SaslSettings SETTINGS =
      SaslSettings.of("localhost").withScramAccounts(STORE);

  private final SaslClient client = new SaslClient(new SaslMechanisms(SETTINGS), SaslClient.LOCAL);

  @Test
  void theBestMechanismIsNamedFirst() {
    Peer all = new Peer("192.0.2.1", true, "ann", "login", FakeTls.PEER.channelBinding());
    SaslExchange exchange = new SaslMechanisms(SETTINGS.withAnonymous(true)).exchange(all);
    assertThat(exchange.features().get(0).children())
        .extracting(XmlElement::text)
        .containsExactly(
            "EXTERNAL",
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1",
            "PLAIN",
            "ANONYMOUS");
  }

  @Test
  void channelBindingsAreNamedWhereThereAreSome() {
    assertThat(new SaslMechanisms(SETTINGS).exchange(FakeTls.PEER).features().get(1).toString())
        .isEqualTo(
            "<sasl-channel-binding xmlns=\"urn:xmpp:sasl-cb:0\">"
                + "<channel-binding type=\"tls-exporter\"/>"
                + "<channel-binding type=\"tls-server-end-point\"/></sasl-channel-binding>");
    assertThat(client.exchange().features()).hasSize(1);
    SaslMechanisms external = new SaslMechanisms(SaslSettings.of("localhost"));
    assertThat(external.exchange(FakeTls.PEER).features()).hasSize(1);
  }

  @Test
  void withoutTlsThereIsScramButNoPlain() {
    Peer open = new Peer("192.0.2.1", false, null, null);
    assertThat(new SaslMechanisms(SETTINGS).exchange(open).features().get(0).children())
        .extracting(XmlElement::text)
        .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1");
  }

  @Test
  void accountsOfTheApplicationAreForPlainOnly() {
    SaslMechanisms mechanisms =
        new SaslMechanisms(
            SaslSettings.of("localhost").withAccounts((name, password) -> name.equals("Ann")));
    SaslExchange exchange = mechanisms.exchange(SaslClient.LOCAL);
    assertThat(exchange.features().get(0).children())
        .extracting(XmlElement::text)
        .containsExactly("PLAIN");
    assertThat(new SaslClient(mechanisms, SaslClient.LOCAL).auth("PLAIN", "\0Ann\0x").account())
        .isEqualTo("ann");
  }

  @Test
  void besideTokensThereIsScramOnlyForThoseWhoMayNotUsePlain() {
    JwtKey key = JwtKey.hs256(new byte[32]);
    Accounts tokens = new JwtAccounts(JwtSettings.of(key, "localhost"));
    SaslMechanisms mechanisms =
        new SaslMechanisms(
            SETTINGS.withAccounts(Accounts.anyOf(List.of((name, password) -> false, tokens))));
    assertThat(mechanisms.exchange(SaslClient.LOCAL).features().get(0).children())
        .extracting(XmlElement::text)
        .containsExactly("PLAIN");
    assertThat(
            new SaslClient(mechanisms, SaslClient.LOCAL).auth("PLAIN", "\0joe\0secret").account())
        .isEqualTo("joe");
    Peer open = new Peer("192.0.2.1", false, null, null);
    assertThat(mechanisms.exchange(open).features().get(0).children())
        .extracting(XmlElement::text)
        .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1");
  }

  @Test
  void withoutItsFirstMessageScramIsAskedForIt() {
    SaslExchange.Step asked =
        client.exchange().receive(SaslClient.authElement("SCRAM-SHA-256", ""));
    assertThat(asked.reply()).isEqualTo(XmlElement.empty(Namespaces.SASL, "challenge"));
    assertThat(SaslClient.textOf("challenge", client.respond("n,,n=joe,r=x"))).startsWith("r=x");
  }

  @Test
  void anEmptyFirstMessageIsAMessage() {
    assertThat(
            SaslClient.failure(
                client.exchange().receive(SaslClient.authElement("SCRAM-SHA-256", "="))))
        .isEqualTo("malformed-request");
  }

  @Test
  void aMechanismThatIsNotOfferedIsInvalid() {
    assertThat(SaslClient.failure(client.auth("SCRAM-SHA-256-PLUS", "n,,n=joe,r=x")))
        .isEqualTo("invalid-mechanism");
    assertThat(SaslClient.failure(client.exchange().receive(SaslClient.element("auth", ""))))
        .isEqualTo("invalid-mechanism");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "YQ", "YR==", "YQ==YQ==", "Y Q==", "==", "é"})
  void whatIsNoBase64IsAWrongEncoding(String text) {
    assertThat(SaslClient.failure(client.exchange().receive(SaslClient.authElement("PLAIN", text))))
        .isEqualTo("incorrect-encoding");
  }

  @Test
  void aMessageIsBounded() {
    String most = Base64.getEncoder().encodeToString(new byte[SaslExchange.MAX_MESSAGE / 4 * 3]);
    assertThat(SaslClient.failure(client.exchange().receive(SaslClient.authElement("PLAIN", most))))
        .isEqualTo("malformed-request");
    SaslExchange.Step step =
        client.exchange().receive(SaslClient.authElement("PLAIN", most + "AAAA"));
    assertThat(SaslClient.failure(step)).isEqualTo("malformed-request");
    assertThat(step.reply().text()).isEqualTo("The message is longer than 16384 characters");
  }

  @Test
  void afterAnAbortTheChallengeIsVoid() {
    client.challenge("SCRAM-SHA-256", "n,,n=joe,r=x");
    assertThat(SaslClient.failure(client.exchange().receive(SaslClient.element("abort", ""))))
        .isEqualTo("aborted");
    assertThat(SaslClient.failure(client.respond("c=biws,r=x,p=AAAA")))
        .isEqualTo("malformed-request");
  }

  @Test
  void afterAFailureTheChallengeIsVoid() {
    client.challenge("SCRAM-SHA-256", "n,,n=joe,r=x");
    assertThat(SaslClient.failure(client.respond("nothing"))).isEqualTo("malformed-request");
    SaslExchange.Step again = client.respond("nothing");
    assertThat(again.reply().text()).isEqualTo("There was no challenge");
  }

  @Test
  void theFifthFailureIsTheLast() {
    for (int i = 0; i < 4; i++) {
      assertThat(client.auth("PLAIN", "\0joe\0wrong").isLast()).isFalse();
    }
    assertThat(client.auth("PLAIN", "\0joe\0wrong").isLast()).isTrue();
  }

  @Test
  void accountsThatCannotBeAskedAreATemporaryFailure() {
    SaslMechanisms mechanisms =
        new SaslMechanisms(
            SETTINGS.withScramAccounts(
                account -> {
                  throw new IllegalStateException("The database is down");
                }));
    SaslExchange.Step step =
        new SaslClient(mechanisms, SaslClient.LOCAL).auth("SCRAM-SHA-256", "n,,n=joe,r=x");
    assertThat(SaslClient.failure(step)).isEqualTo("temporary-auth-failure");
    assertThat(step.reply().toString()).doesNotContain("database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0joe", "joe\0secret", "\0joe\0secret\0", ""})
  void plainOfAnotherFormIsRefused(String message) {
    String text =
        message.isEmpty()
            ? "="
            : Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    assertThat(SaslClient.failure(client.exchange().receive(SaslClient.authElement("PLAIN", text))))
        .isEqualTo("malformed-request");
  }

  @Test
  void onlyWhatAsksForAccountsMayBlock() {
    SaslExchange exchange =
        new SaslMechanisms(SETTINGS.withAnonymous(true)).exchange(SaslClient.LOCAL);
    assertThat(exchange.mayBlock(SaslClient.authElement("ANONYMOUS", ""))).isFalse();
    assertThat(exchange.mayBlock(SaslClient.authElement("UNKNOWN", ""))).isFalse();
    assertThat(exchange.mayBlock(SaslClient.element("abort", ""))).isFalse();
    assertThat(exchange.mayBlock(SaslClient.element("response", ""))).isFalse();
    assertThat(exchange.mayBlock(SaslClient.authElement("PLAIN", "AAAA"))).isTrue();
    assertThat(exchange.mayBlock(SaslClient.authElement("SCRAM-SHA-1", "AAAA"))).isTrue();
    exchange.receive(SaslClient.authElement("SCRAM-SHA-1", ""));
    assertThat(exchange.mayBlock(SaslClient.element("response", "AAAA"))).isTrue();
    exchange.receive(
        SaslClient.element(
            "response",
            Base64.getEncoder().encodeToString("n,,n=joe,r=x".getBytes(StandardCharsets.UTF_8))));
    assertThat(exchange.mayBlock(SaslClient.element("response", "AAAA"))).isFalse();
  }
}
