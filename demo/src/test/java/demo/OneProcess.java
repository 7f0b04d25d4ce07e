package demo;

import java.net.InetSocketAddress;
import java.util.Map;

/** A server that is one process. */
record OneProcess(TemporaryFolder folder, LocalServer server) implements ExternalServer {

  static OneProcess start(String script) {
    TemporaryFolder folder = TemporaryFolder.create();
    String path = folder.path().toString();
    return new OneProcess(folder, LocalServer.start(Map.of(), script, path, DOMAIN));
  }

  @Override
  public InetSocketAddress component() {
    return server.at("127.0.0.3");
  }

  @Override
  public InetSocketAddress http() {
    return server.at("127.0.0.2");
  }

  @Override
  public void close() {
    server.kill();
    folder.close();
  }
}
