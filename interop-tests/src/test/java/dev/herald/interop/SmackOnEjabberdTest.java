package dev.herald.interop;

import java.nio.file.Path;

/** That the selection is fair: a server that many use passes it. */
class SmackOnEjabberdTest extends SmackTest {

  @Override
  ServerUnderTest start(Path folder) {
    return EjabberdServer.start(folder);
  }
}
