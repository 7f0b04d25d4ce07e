package dev.herald.interop;

import java.nio.file.Path;

/** Smack's own tests of what this server is for. */
class SmackOnHeraldTest extends SmackTest {

  @Override
  ServerUnderTest start(Path folder) {
    return HeraldServer.start(folder);
  }
}
