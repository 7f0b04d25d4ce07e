package dev.herald.server.script;

import dev.herald.server.XmppServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scripts over a fake connection. */
class ScriptsTest {

  private final XmppServer server = Scripts.server();

  @AfterEach
  void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> scriptsAreGreenOverAFakeConnection() {
    return Scripts.over(new FakeTransport(server), server);
  }
}
