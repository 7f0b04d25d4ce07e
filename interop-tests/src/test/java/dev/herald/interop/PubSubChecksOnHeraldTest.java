package dev.herald.interop;

import java.nio.file.Path;

class PubSubChecksOnHeraldTest extends PubSubChecksTest {

  @Override
  ServerUnderTest start(Path folder) {
    return HeraldServer.start(folder);
  }
}
