package dev.herald.interop;

import java.nio.file.Path;

class PubSubChecksOnProsodyTest extends PubSubChecksTest {

  @Override
  ServerUnderTest start(Path folder) {
    return ProsodyServer.start(folder);
  }
}
