package dev.herald.interop;

import java.nio.file.Path;

class BridgeToEjabberdTest extends BridgeTest {

  @Override
  ServerUnderTest start(Path folder) {
    return EjabberdServer.start(folder);
  }
}
