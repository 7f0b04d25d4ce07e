package dev.herald.external.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a server that does not keep to SCRAM is told; the good case is each login of the others. */
class ScramTest {

  private final Scram login = Scram.sha256("romeo", "a password");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String nonce() {
    String initial = new String(login.initial(), StandardCharsets.UTF_8);
    return initial.substring(initial.indexOf(",r=") + 3);
  }

  @Test
  void aNonceMustBeginWithTheClientsOwn() {
    assertThatThrownBy(() -> login.respond(utf8("r=another,s=c2FsdA==,i=4096")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("nonce");
  }

  @Test
  void iterationsAreBounded() {
    assertThatThrownBy(() -> login.respond(utf8("r=" + nonce() + "more,s=c2FsdA==,i=2000000000")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("2000000000");
  }

  @Test
  void aServerMustProveThatItKnowsThePassword() {
    login.respond(utf8("r=" + nonce() + "more,s=c2FsdA==,i=4096"));
    assertThatThrownBy(() -> login.succeeded(utf8("v=d3Jvbmc=")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("prove");
    assertThatThrownBy(() -> login.succeeded(utf8("")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("prove");
  }
}
