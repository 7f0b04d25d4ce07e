package dev.herald.interop;

import java.nio.file.Path;

class TokenOnEjabberdTest extends TokenTest {

  @Override
  ServerUnderTest start(Path folder, String domain, TokenKey key) {
    return EjabberdServer.startWithTokens(folder, domain, key);
  }
}
