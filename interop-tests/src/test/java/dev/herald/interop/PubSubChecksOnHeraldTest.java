package dev.herald.interop;

import java.nio.file.Path;

/** Nothing is left out unless it is written down, whatever the version. */
class PubSubChecksOnHeraldTest extends PubSubChecksTest {

  @Override
  ServerUnderTest start(Path folder) {
    return HeraldServer.start(folder);
  }

  @Override
  boolean holdsForAnyVersion() {
    return true;
  }
}
