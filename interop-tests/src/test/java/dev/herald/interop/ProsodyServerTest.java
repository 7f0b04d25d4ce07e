package dev.herald.interop;

import java.nio.file.Path;

class ProsodyServerTest extends LoopbackTest {

  @Override
  ServerUnderTest start(Path folder) {
    return ProsodyServer.start(folder);
  }
}
