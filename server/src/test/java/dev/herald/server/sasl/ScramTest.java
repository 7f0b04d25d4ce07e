package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5802 beyond its example: names, bindings, and everything that is refused. */
class ScramTest {

  private static final MemoryAccountStore STORE =
      MemoryAccountStore.of(
          Map.of(
              "joe", "secret", "ann@example.com", "s", "a=b,c", "s", "straße", "s", "zoe", "IX"));

  private static final byte[] NOTHING = {};

  private final SaslMechanisms mechanisms =
      new SaslMechanisms(SaslSettings.of("localhost").withScramAccounts(STORE));

  private SaslClient local() {
    return new SaslClient(mechanisms, SaslClient.LOCAL);
  }

  private SaslClient tls() {
    return new SaslClient(mechanisms, FakeTls.PEER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-1"})
  void whoKnowsThePasswordComesIn(String mechanism) {
    SaslExchange.Step step = local().scram(mechanism, "n,,", NOTHING, "joe", "secret");
    assertThat(SaslClient.textOf("success", step)).startsWith("v=");
    assertThat(step.account()).isEqualTo("joe");
  }

  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-256-PLUS, tls-exporter",
    "SCRAM-SHA-256-PLUS, tls-server-end-point",
    "SCRAM-SHA-1-PLUS, tls-exporter",
    "SCRAM-SHA-1-PLUS, tls-server-end-point"
  })
  void aLoginIsBoundToItsConnection(String mechanism, String type) {
    SaslExchange.Step step =
        tls().scram(mechanism, "p=" + type + ",,", FakeTls.dataOf(type), "joe", "secret");
    assertThat(step.account()).isEqualTo("joe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Joe|joe",
        "ann@example.com|ann\\40example.com",
        "ann\\40example.com|ann\\40example.com",
        "a=3Db=2Cc|a=b,c",
        "straße|straße",
        "j\u00ADoe|joe"
      })
  void aNameIsPreparedAndEscaped(String user, String account) {
    String password = account.equals("joe") ? "secret" : "s";
    assertThat(local().scram("SCRAM-SHA-256", "n,,", NOTHING, user, password).account())
        .isEqualTo(account);
  }

  /** The examples of RFC 4013: the stored password was typed in another way. */
  @Test
  void aPasswordIsPrepared() {
    MemoryAccountStore typed = MemoryAccountStore.of(Map.of("joe", "I\u00ADX", "ann", "\u2168"));
    SaslMechanisms others =
        new SaslMechanisms(SaslSettings.of("localhost").withScramAccounts(typed));
    for (String user : new String[] {"joe", "ann"}) {
      SaslClient client = new SaslClient(others, SaslClient.LOCAL);
      assertThat(client.scram("SCRAM-SHA-256", "n,,", NOTHING, user, "IX").account())
          .isEqualTo(user);
      assertThat(client.auth("PLAIN", "\0" + user + "\0I\u00ADX").account()).isEqualTo(user);
    }
  }

  @ParameterizedTest
  @CsvSource({"joe,wrong", "nobody,secret", "joe,secret"})
  void aWrongPasswordAndAnUnknownNameAreRefusedByTheSameWords(String user, String password) {
    SaslExchange.Step step = local().scram("SCRAM-SHA-256", "n,,", NOTHING, user, password + "x");
    assertThat(SaslClient.failure(step)).isEqualTo("not-authorized");
    assertThat(step.reply().text())
        .isEqualTo("The name, the password or the channel binding is wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=joe@localhost", "a=joe@LOCALHOST", "a=Joe@localhost"})
  void oneMayActForOneself(String identity) {
    SaslExchange.Step step =
        local().scram("SCRAM-SHA-256", "n," + identity + ",", NOTHING, "joe", "secret");
    assertThat(step.account()).isEqualTo("joe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=ann@localhost", "a=joe", "a=joe@localhost/r", "a=@", "a=joe@other"})
  void nobodyMayActForSomebodyElse(String identity) {
    SaslExchange.Step step =
        local().scram("SCRAM-SHA-256", "n," + identity + ",", NOTHING, "joe", "secret");
    assertThat(SaslClient.failure(step)).isEqualTo("invalid-authzid");
  }

  @Test
  void aClientThatDidNotSeeTheOfferOfBindingIsWarned() {
    assertThat(SaslClient.failure(tls().scram("SCRAM-SHA-256", "y,,", NOTHING, "joe", "secret")))
        .isEqualTo("not-authorized");
    assertThat(local().scram("SCRAM-SHA-256", "y,,", NOTHING, "joe", "secret").account())
        .isEqualTo("joe");
    assertThat(tls().scram("SCRAM-SHA-256", "n,,", NOTHING, "joe", "secret").account())
        .isEqualTo("joe");
  }

  @Test
  void aHeaderThatWasChangedOnTheWayIsNoticed() {
    SaslClient client = tls();
    String bare = "n=joe,r=nonce";
    String challenge = client.challenge("SCRAM-SHA-256", "n,," + bare);
    // The client said "y", somebody in between made it "n".
    String last =
        SaslClient.finalMessage(ScramHash.SHA_256, "y,,", NOTHING, bare, challenge, "secret");
    assertThat(SaslClient.failure(client.respond(last))).isEqualTo("not-authorized");
  }

  @ParameterizedTest
  @CsvSource({
    "tls-exporter,tls-server-end-point",
    "tls-server-end-point,tls-exporter",
    "tls-exporter,another"
  })
  void aLoginOfAnotherConnectionIsRefused(String type, String other) {
    SaslExchange.Step step =
        tls()
            .scram(
                "SCRAM-SHA-256-PLUS", "p=" + type + ",,", FakeTls.dataOf(other), "joe", "secret");
    assertThat(SaslClient.failure(step)).isEqualTo("not-authorized");
  }

  @Test
  void aBindingThatIsNotOfferedIsRefused() {
    SaslExchange.Step step =
        tls().scram("SCRAM-SHA-256-PLUS", "p=tls-unique,,", NOTHING, "joe", "secret");
    assertThat(SaslClient.failure(step)).isEqualTo("not-authorized");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCRAM-SHA-256-PLUS|n,,n=joe,r=x",
        "SCRAM-SHA-256|p=tls-exporter,,n=joe,r=x",
        "SCRAM-SHA-256|n,,r=x,n=joe",
        "SCRAM-SHA-256|n,,n=joe",
        "SCRAM-SHA-256|n,,n=joe,r=",
        "SCRAM-SHA-256|n,,n=,r=x",
        "SCRAM-SHA-256|n,,m=must,n=joe,r=x",
        "SCRAM-SHA-256|n,n=joe,r=x",
        "SCRAM-SHA-256|x,,n=joe,r=x",
        "SCRAM-SHA-256|p=,,n=joe,r=x",
        "SCRAM-SHA-256|n,,n=j=2Doe,r=x",
        "SCRAM-SHA-256|n,,n=j=2coe,r=x",
        "SCRAM-SHA-256|n,,n=joe,r=nönce",
        "SCRAM-SHA-256|n,,n=joe,r=x,",
        "SCRAM-SHA-256|n,,n=joe,r=x,extension",
        "SCRAM-SHA-256|nothing"
      })
  void aFirstMessageOfAnotherFormIsRefused(String mechanism, String message) {
    assertThat(SaslClient.failure(tls().auth(mechanism, message))).isEqualTo("malformed-request");
  }

  @Test
  void anExtensionThatIsNotMandatoryIsPassedOver() {
    SaslClient client = local();
    String bare = "n=joe,r=nonce,t=later";
    String challenge = client.challenge("SCRAM-SHA-1", "n,," + bare);
    SaslExchange.Step step =
        client.respond(
            SaslClient.finalMessage(ScramHash.SHA_1, "n,,", NOTHING, bare, challenge, "secret"));
    assertThat(step.account()).isEqualTo("joe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r=%s,c=biws,p=AAAA",
        "c=biws,r=%s",
        "c=biws,p=AAAA,r=%s",
        "c=biws,r=%s,p=AAA",
        "c=biws,r=%s,p=AAAB==",
        "c=biw,r=%s,p=AAAA",
        "c=biws,r=%s,p=AAAA,x=y",
        ""
      })
  void aFinalMessageOfAnotherFormIsRefused(String form) {
    SaslClient client = local();
    String nonce = nonce(client.challenge("SCRAM-SHA-256", "n,,n=joe,r=x"));
    assertThat(SaslClient.failure(client.respond(form.formatted(nonce))))
        .isEqualTo("malformed-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%sx", "x", "x%s"})
  void anotherNonceIsRefused(String form) {
    SaslClient client = local();
    String bare = "n=joe,r=x";
    String challenge = client.challenge("SCRAM-SHA-256", "n,," + bare);
    String nonce = nonce(challenge);
    // The proof is right for the wrong nonce.
    String changed = form.formatted(nonce);
    String without = "c=biws,r=" + changed;
    String[] parts = challenge.split(",", -1);
    byte[] proof =
        ClientProof.of(
            ScramHash.SHA_256,
            "secret",
            Base64.getDecoder().decode(parts[1].substring(2)),
            Integer.parseInt(parts[2].substring(2)),
            bare + "," + challenge + "," + without);
    SaslExchange.Step step =
        client.respond(without + ",p=" + Base64.getEncoder().encodeToString(proof));
    assertThat(SaslClient.failure(step)).isEqualTo("not-authorized");
  }

  @Test
  void eachNonceIsNew() {
    assertThat(nonce(local().challenge("SCRAM-SHA-256", "n,,n=joe,r=x")))
        .startsWith("x")
        .hasSizeGreaterThan(20)
        .isNotEqualTo(nonce(local().challenge("SCRAM-SHA-256", "n,,n=joe,r=x")));
  }

  @Test
  void aNameThatSaslprepForbidsIsRefused() {
    assertThat(SaslClient.failure(local().auth("SCRAM-SHA-256", "n,,n=jo\u0007e,r=x")))
        .isEqualTo("not-authorized");
  }

  @Test
  void aMessageThatIsNoUtf8IsRefused() {
    SaslExchange exchange = mechanisms.exchange(SaslClient.LOCAL);
    byte[] bytes = "n,,n=jo?,r=x".getBytes(StandardCharsets.ISO_8859_1);
    bytes[7] = (byte) 0xFF;
    String text = Base64.getEncoder().encodeToString(bytes);
    assertThat(SaslClient.failure(exchange.receive(SaslClient.authElement("SCRAM-SHA-256", text))))
        .isEqualTo("malformed-request");
  }

  private static String nonce(String challenge) {
    return challenge.substring(2, challenge.indexOf(','));
  }
}
