package dev.herald.external;

import dev.herald.interop.ProsodyServer;
import dev.herald.interop.ServerUnderTest;
import java.nio.file.Path;

class ProsodyTargetTest extends XmppTargetTest {

  @Override
  ServerUnderTest start(Path folder) {
    return ProsodyServer.start(folder);
  }
}
