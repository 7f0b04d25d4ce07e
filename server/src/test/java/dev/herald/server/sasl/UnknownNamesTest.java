package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server says must not tell which names have an account. */
class UnknownNamesTest {

  private static final MemoryAccountStore STORE = MemoryAccountStore.of(Map.of("joe", "secret"));

  private static final SaslSettings SETTINGS =
      SaslSettings.of("localhost").withScramAccounts(STORE);

  @ParameterizedTest
  @EnumSource(ScramHash.class)
  void theChallengeOfAnUnknownNameLooksLikeThatOfAKnownOne(ScramHash hash) {
    String form = "r=x[A-Za-z0-9+/]{24},s=[A-Za-z0-9+/]{22}==,i=10000";
    assertThat(challenge(SETTINGS, hash, "joe")).matches(form);
    assertThat(challenge(SETTINGS, hash, "nobody")).matches(form);
  }

  @ParameterizedTest
  @EnumSource(ScramHash.class)
  void theSaltOfANameStaysAndIsItsOwn(ScramHash hash) {
    String salt = salt(SETTINGS, hash, "nobody");
    assertThat(salt(SETTINGS, hash, "nobody")).isEqualTo(salt);
    assertThat(salt(SETTINGS, hash, "Nobody")).as("the same account").isEqualTo(salt);
    assertThat(salt(SETTINGS, hash, "somebody")).isNotEqualTo(salt);
    assertThat(salt(SETTINGS, hash, "joe")).isEqualTo(salt(SETTINGS, hash, "Joe"));
  }

  @Test
  void theSaltsOfTheHashFunctionsDiffer() {
    for (String name : List.of("joe", "nobody")) {
      assertThat(salt(SETTINGS, ScramHash.SHA_1, name))
          .isNotEqualTo(salt(SETTINGS, ScramHash.SHA_256, name));
    }
  }

  @Test
  void serversThatShareTheSecretShareTheSalts() {
    SaslSettings one = SETTINGS.withDecoySecret("0123456789abcdef0123456789abcdef");
    SaslSettings two = SETTINGS.withDecoySecret("0123456789abcdef0123456789abcdef");
    assertThat(salt(one, ScramHash.SHA_256, "nobody"))
        .isEqualTo(salt(two, ScramHash.SHA_256, "nobody"))
        .isNotEqualTo(salt(SETTINGS, ScramHash.SHA_256, "nobody"));
  }

  @Test
  void anAccountWithoutKeysForAHashIsUnknownToIt() {
    Credentials both = Credentials.derive("secret");
    Credentials half = new Credentials(List.of(both.keys(ScramHash.SHA_256).orElseThrow()));
    SaslMechanisms mechanisms =
        new SaslMechanisms(
            SaslSettings.of("localhost").withScramAccounts(account -> Optional.of(half)));
    SaslClient client = new SaslClient(mechanisms, SaslClient.LOCAL);
    byte[] nothing = {};
    assertThat(SaslClient.failure(client.scram("SCRAM-SHA-1", "n,,", nothing, "joe", "secret")))
        .isEqualTo("not-authorized");
    assertThat(client.scram("SCRAM-SHA-256", "n,,", nothing, "joe", "secret").account())
        .isEqualTo("joe");
  }

  @Test
  void plainRefusesAnUnknownNameByTheSameWordsAndAfterTheSameWork() {
    SaslMechanisms mechanisms = new SaslMechanisms(SETTINGS);
    SaslExchange.Step unknown =
        new SaslClient(mechanisms, SaslClient.LOCAL).auth("PLAIN", "\0nobody\0secret");
    SaslExchange.Step wrong =
        new SaslClient(mechanisms, SaslClient.LOCAL).auth("PLAIN", "\0joe\0wrong");
    assertThat(unknown).isEqualTo(wrong);
    Decoys decoys = new Decoys(SETTINGS.decoySecret(), SETTINGS.iterations());
    ScramKeys known = STORE.find("joe").orElseThrow().keys(ScramHash.SHA_256).orElseThrow();
    assertThat(decoys.keys(ScramHash.SHA_256, "nobody").iterations()).isEqualTo(known.iterations());
  }

  private static String salt(SaslSettings settings, ScramHash hash, String name) {
    return challenge(settings, hash, name).split(",", -1)[1];
  }

  private static String challenge(SaslSettings settings, ScramHash hash, String name) {
    return new SaslClient(new SaslMechanisms(settings), SaslClient.LOCAL)
        .challenge(hash.mechanismName(), "n,,n=" + name + ",r=x");
  }
}
