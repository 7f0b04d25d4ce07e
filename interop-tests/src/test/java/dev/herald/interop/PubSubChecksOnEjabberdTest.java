package dev.herald.interop;

import java.nio.file.Path;

class PubSubChecksOnEjabberdTest extends PubSubChecksTest {

  @Override
  ServerUnderTest start(Path folder) {
    return EjabberdServer.start(folder);
  }
}
