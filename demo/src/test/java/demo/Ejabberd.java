package demo;

import java.net.InetSocketAddress;
import java.util.Map;

/** ejabberd as {@code deploy/ejabberd} has it: one node. */
final class Ejabberd implements AutoCloseable {

  private final TemporaryFolder folder = TemporaryFolder.create();
  private final LocalServer server;

  Ejabberd() {
    server = LocalServer.start(Map.of(), "ejabberd", folder.path().toString(), "localhost");
  }

  /** For the application. */
  InetSocketAddress component() {
    return server.at("127.0.0.1");
  }

  /** For nginx. */
  InetSocketAddress http() {
    return server.at("127.0.0.2");
  }

  String secret() {
    return folder.read("secret");
  }

  @Override
  public void close() {
    server.kill();
    folder.close();
  }
}
