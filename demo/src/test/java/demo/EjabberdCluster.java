package demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Two nodes of ejabberd: the application is at one, the pages are at the other. */
final class EjabberdCluster implements ExternalServer {

  private final TemporaryFolder first = TemporaryFolder.create();
  private final TemporaryFolder second = TemporaryFolder.create();
  private final LocalServer mapper = LocalServer.start(Map.of(), "epmd");
  private final Map<String, String> environment;
  private final LocalServer one;
  private LocalServer two;

  EjabberdCluster() {
    environment =
        Map.of(
            "ERL_EPMD_PORT", String.valueOf(mapper.at("127.0.0.1").getPort()),
            "ERL_EPMD_ADDRESS", "127.0.0.1",
            "COOKIE", UUID.randomUUID().toString());
    one = LocalServer.start(environment, "ejabberd", first.path().toString(), DOMAIN, "one");
    share("secret");
    share("token");
    two =
        LocalServer.start(environment, "ejabberd", second.path().toString(), DOMAIN, "two", "one");
  }

  private void share(String secret) {
    try {
      Files.copy(first.path().resolve(secret), second.path().resolve(secret));
    } catch (IOException e) {
      throw new UncheckedIOException("The nodes cannot share the file " + secret, e);
    }
  }

  /** The pages' node fails. */
  void killTwo() {
    two.kill();
  }

  /** And is back, at the same address. */
  void startTwo() {
    Map<String, String> same = new HashMap<>(environment);
    same.put("HTTP_PORT", String.valueOf(two.at("127.0.0.2").getPort()));
    two = LocalServer.start(same, "ejabberd", second.path().toString(), DOMAIN, "two");
  }

  @Override
  public InetSocketAddress component() {
    return one.at("127.0.0.3");
  }

  @Override
  public InetSocketAddress http() {
    return two.at("127.0.0.2");
  }

  @Override
  public TemporaryFolder folder() {
    return first;
  }

  @Override
  public void close() {
    two.kill();
    one.kill();
    mapper.kill();
    first.close();
    second.close();
  }
}
