package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.sasl.AccountStore.Registered;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  private final Credentials stored = Credentials.derive("pencil", 4096);

  @Test
  void credentialsAreReadAsTheyAreWritten() {
    assertThat(stored.encoded()).startsWith("SCRAM-SHA-256$4096:").contains(" SCRAM-SHA-1$4096:");
    assertThat(Credentials.parse(stored.encoded())).isEqualTo(stored);
  }

  /** As RFC 5803 writes it; the keys are those of the example in RFC 5802. */
  @Test
  void keysOfOtherServersAreRead() {
    Credentials foreign =
        Credentials.parse(
            "SCRAM-SHA-1$4096:QSXCR+Q6sek8bf92$6dlGYMOdZcOPutkcNY8U2g7vK9Y=:D+CSWLOshSulAsxiupA+qs2/fTE=");
    assertThat(foreign.keys().get(0).matches("pencil")).isTrue();
    assertThat(foreign.keys().get(0).matches("pencil2")).isFalse();
  }

  @Test
  void nothingSecretIsPrinted() {
    assertThat(stored.toString())
        .isEqualTo(
            "Credentials[keys=[SCRAM-SHA-256 keys of 4096 iterations, SCRAM-SHA-1 keys of 4096 iterations]]");
    assertThat(SaslSettings.of("d").withDecoySecret("x".repeat(32)).toString())
        .doesNotContain("xx");
  }

  @Test
  void theSamePasswordHasAnotherSaltEachTime() {
    assertThat(Credentials.derive("pencil", 4096)).isNotEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pencil",
        "SCRAM-SHA-512$4096:QUFB$QUFB:QUFB",
        "SCRAM-SHA-1$4096:QUFB$QUFB:QUFB",
        "SCRAM-SHA-1$1:QSXCR+Q6sek8bf92$6dlGYMOdZcOPutkcNY8U2g7vK9Y=:D+CSWLOshSulAsxiupA+qs2/fTE=",
        "SCRAM-SHA-1$99999999:QSXCR+Q6sek8bf92$6dlGYMOdZcOPutkcNY8U2g7vK9Y=:D+CSWLOshSulAsxiupA+qs2/fTE="
      })
  void whatAreNoKeysIsRefused(String text) {
    assertThatThrownBy(() -> Credentials.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u00AD", "\u0007", "\uD83D\uDE00", "\u06271"})
  void aPasswordThatCannotBeTypedEverywhereIsRefused(String password) {
    assertThatThrownBy(() -> Credentials.derive(password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("SASLprep.*|A name or password must not be empty");
    assertThat(stored.keys().get(0).matches(password)).isFalse();
  }

  @Test
  void aStoreNamesTheAccountThatItCannotHave() {
    assertThatThrownBy(() -> MemoryAccountStore.of(Map.of("joe", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'joe'");
    assertThatThrownBy(() -> MemoryAccountStore.of(Map.of("joe", "a", "Joe", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another account of the same address");
  }

  @Test
  void anAccountCanBeRegisteredOnceChangedAndRemoved() {
    MemoryAccountStore store = MemoryAccountStore.of(Map.of());
    Credentials changed = Credentials.derive("pen", 4096);
    assertThat(store.change("joe", changed)).isFalse();
    assertThat(store.register("joe", stored)).isEqualTo(Registered.DONE);
    assertThat(store.register("joe", changed)).isEqualTo(Registered.TAKEN);
    assertThat(store.find("joe")).contains(stored);
    assertThat(store.change("joe", changed)).isTrue();
    assertThat(store.find("joe")).contains(changed);
    assertThat(store.remove("joe")).isTrue();
    assertThat(store.remove("joe")).isFalse();
    assertThat(store.find("joe")).isEmpty();
  }

  @Test
  void aStoreIsFullWhenItsLimitIsReachedBesideTheAccountsThatItBeganWith() {
    MemoryAccountStore store = MemoryAccountStore.of(Map.of("ann", "secret"), 2);
    assertThat(store.register("a", stored)).isEqualTo(Registered.DONE);
    assertThat(store.register("b", stored)).isEqualTo(Registered.DONE);
    assertThat(store.register("c", stored)).isEqualTo(Registered.FULL);
    assertThat(store.register("a", stored)).isEqualTo(Registered.TAKEN);
    assertThat(store.find("c")).isEmpty();
    assertThat(store.remove("a")).isTrue();
    assertThat(store.register("c", stored)).isEqualTo(Registered.DONE);
  }
}
