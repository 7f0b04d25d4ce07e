package demo;

import java.net.InetSocketAddress;
import java.util.Map;

/** nginx as {@code deploy/nginx} has it, in front of an application and an XMPP server. */
final class Nginx implements AutoCloseable {

  private final TemporaryFolder folder = TemporaryFolder.create();
  private final LocalServer server;

  Nginx(int applicationPort, InetSocketAddress xmpp) {
    server =
        LocalServer.start(
            Map.of(),
            "nginx",
            folder.path().toString(),
            "127.0.0.1:" + applicationPort,
            LocalServer.text(xmpp));
  }

  /** The origin of the pages. */
  String origin() {
    return "http://localhost:" + server.at("127.0.0.1").getPort();
  }

  /** Breaks all connections: its master starts another worker at the same socket. */
  void cut() {
    server.killChildren();
  }

  @Override
  public void close() {
    server.close();
    folder.close();
  }
}
