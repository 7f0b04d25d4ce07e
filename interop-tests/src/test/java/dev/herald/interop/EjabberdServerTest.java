package dev.herald.interop;

import java.nio.file.Path;

class EjabberdServerTest extends LoopbackTest {

  @Override
  ServerUnderTest start(Path folder) {
    return EjabberdServer.start(folder);
  }
}
