package dev.herald.interop;

import java.nio.file.Path;

class BridgeToHeraldTest extends BridgeTest {

  @Override
  ServerUnderTest start(Path folder) {
    return HeraldServer.start(folder);
  }
}
