package dev.herald.external;

import dev.herald.interop.EjabberdServer;
import dev.herald.interop.ServerUnderTest;
import java.nio.file.Path;

class EjabberdTargetTest extends XmppTargetTest {

  @Override
  ServerUnderTest start(Path folder) {
    return EjabberdServer.start(folder);
  }
}
