package dev.herald.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Herald asks for the audience too, which ejabberd does not. */
class TokenOnHeraldTest extends TokenTest {

  @Override
  ServerUnderTest start(Path folder, String domain, TokenKey key) {
    return HeraldServer.startWithTokens(folder, domain, key);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aTokenForAnotherAudienceIsRefused(TokenKey key, @TempDir Path folder) {
    try (ServerUnderTest server = start(folder, DOMAIN, key)) {
      assertRefused(server, "romeo", key.tokenForAnotherAudience(DOMAIN, "romeo"));
    }
  }
}
