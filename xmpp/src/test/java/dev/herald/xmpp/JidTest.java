package dev.herald.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {

  @Test
  void addressesThatMeanTheSameAreEqual() {
    assertThat(Jid.parse("Joe@LocalHost/Home")).isEqualTo(Jid.of("joe", "localhost", "Home"));
    assertThat(Jid.parse("joe@localhost/a/b@c").resource()).isEqualTo("a/b@c");
    assertThat(Jid.parse("localhost")).isEqualTo(Jid.of(null, "localhost", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "@localhost", "joe@", "joe@localhost/", "a b@localhost", "/x", "a@b@c"})
  void whatIsNoAddressIsNamed(String text) {
    assertThatThrownBy(() -> Jid.parse(text))
        .isInstanceOfSatisfying(
            StanzaException.class,
            e -> assertThat(e.error().condition()).isEqualTo(StanzaError.Condition.JID_MALFORMED))
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void anAccountNameThatIsNoLocalpartIsEscaped() {
    String local = Jid.escapeLocal("joe@example.com");
    assertThat(Jid.of(local, "localhost", null)).hasToString("joe\\40example.com@localhost");
    assertThat(Jid.unescapeLocal(local)).isEqualTo("joe@example.com");
  }

  @Test
  void accountsOfDifferentNamesHaveDifferentLocalparts() {
    assertThat(Jid.escapeLocal("a b")).isEqualTo("a\\20b");
    assertThat(Jid.escapeLocal("a\nb")).isNotEqualTo(Jid.escapeLocal("a b"));
    for (String name : new String[] {"a\tb", "\"&'/:<>@ \\", "\\20", "\\5c40", "ä\u2003"}) {
      assertThat(Jid.unescapeLocal(Jid.escapeLocal(name))).isEqualTo(name);
    }
  }

  @Test
  void whatHasBeenPreparedStaysAsItIs() {
    Jid jid = Jid.parse("A@Example.ORG../r");
    assertThat(jid).isEqualTo(Jid.parse(jid.toString())).hasToString("a@example.org/r");
    assertThatThrownBy(() -> Jid.parse("a@b......")).isInstanceOf(StanzaException.class);
  }

  @Test
  void whatIsNotPreparedWouldNotBeChangedByIt() {
    long seed = new Random().nextLong();
    System.out.println("JidTest seed: " + seed);
    Random random = new Random(seed);
    String characters = "ab9.-_@/~ A\\!\u00e4x.";
    int plain = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      Jid fast = PlainAscii.parse(text.toString());
      if (fast != null) {
        plain++;
        assertThat(Jid.prepare(text.toString())).as("'%s', seed %d", text, seed).isEqualTo(fast);
      }
    }
    assertThat(plain).isGreaterThan(100);
  }
}
