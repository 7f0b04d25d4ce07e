package dev.herald.interop;

import java.nio.file.Path;

/** Clients in Python and Perl. */
class ScriptClientOnHeraldTest extends ScriptClientTest {

  @Override
  ServerUnderTest start(Path folder) {
    return HeraldServer.start(folder);
  }
}
