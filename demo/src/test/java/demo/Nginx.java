package demo;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * nginx as {@code deploy/nginx} has it, in front of an application and one or more XMPP servers.
 */
final class Nginx implements AutoCloseable {

  private final TemporaryFolder folder = TemporaryFolder.create();
  private final LocalServer server;

  Nginx(int applicationPort, List<InetSocketAddress> xmpp) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.path().toString());
    arguments.add("127.0.0.1:" + applicationPort);
    xmpp.forEach(address -> arguments.add(LocalServer.text(address)));
    server = LocalServer.start(Map.of(), "nginx", arguments.toArray(String[]::new));
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
