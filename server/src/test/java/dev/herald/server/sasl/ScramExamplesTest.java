package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exchanges that the specifications print, byte for byte: user "user", password "pencil". */
class ScramExamplesTest {

  @Test
  void theExampleOfRfc5802() {
    SaslClient client = client(ScramHash.SHA_1, "QSXCR+Q6sek8bf92", "3rfcNHYJY1ZVvWVs7j");

    assertThat(client.challenge("SCRAM-SHA-1", "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"))
        .isEqualTo("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
    SaslExchange.Step last =
        client.respond(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");

    assertThat(SaslClient.textOf("success", last)).isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    assertThat(last.account()).isEqualTo("user");
  }

  @Test
  void theExampleOfRfc7677() {
    SaslClient client =
        client(ScramHash.SHA_256, "W22ZaJ0SNY7soEsUEjb6gQ==", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    assertThat(client.challenge("SCRAM-SHA-256", "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    SaslExchange.Step last =
        client.respond(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

    assertThat(SaslClient.textOf("success", last))
        .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assertThat(last.account()).isEqualTo("user");
  }

  private static SaslClient client(ScramHash hash, String salt, String nonce) {
    Credentials stored =
        new Credentials(
            List.of(ScramKeys.derive(hash, "pencil", Base64.getDecoder().decode(salt), 4096)));
    ScramAccounts accounts =
        account -> account.equals("user") ? Optional.of(stored) : Optional.empty();
    return new SaslClient(
        new SaslMechanisms(
            SaslSettings.of("localhost").withScramAccounts(accounts),
            () -> nonce,
            System::nanoTime),
        SaslClient.LOCAL);
  }
}
