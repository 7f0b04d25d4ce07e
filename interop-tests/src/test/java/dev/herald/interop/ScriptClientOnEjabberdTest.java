package dev.herald.interop;

import java.nio.file.Path;

class ScriptClientOnEjabberdTest extends ScriptClientTest {

  @Override
  ServerUnderTest start(Path folder) {
    return EjabberdServer.start(folder);
  }
}
