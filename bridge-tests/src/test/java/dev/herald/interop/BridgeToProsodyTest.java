package dev.herald.interop;

import java.nio.file.Path;

class BridgeToProsodyTest extends BridgeTest {

  @Override
  ServerUnderTest start(Path folder) {
    return ProsodyServer.start(folder);
  }
}
