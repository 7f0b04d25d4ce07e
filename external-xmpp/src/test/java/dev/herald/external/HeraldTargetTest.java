package dev.herald.external;

import dev.herald.interop.HeraldServer;
import dev.herald.interop.ServerUnderTest;
import java.nio.file.Path;

class HeraldTargetTest extends XmppTargetTest {

  @Override
  ServerUnderTest start(Path folder) {
    return HeraldServer.start(folder);
  }
}
