package dev.herald.interop;

import java.nio.file.Path;

class TokenOnHeraldTest extends TokenTest {

  @Override
  ServerUnderTest start(Path folder, String domain, TokenKey key) {
    return HeraldServer.startWithTokens(folder, domain, key);
  }
}
