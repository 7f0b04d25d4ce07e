package dev.herald.interop;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Herald's standalone server, as a process of its own. */
final class HeraldServer implements ServerUnderTest {

  private static final String DOMAIN = "herald.test";
  private static final String LISTENING = "Listening: xmpp://127.0.0.1:";

  private final Program process;
  private final ServerCertificate certificate;
  private final InetSocketAddress address;

  private HeraldServer(Program process, ServerCertificate certificate, int port) {
    this.process = process;
    this.certificate = certificate;
    this.address = new InetSocketAddress("127.0.0.1", port);
  }

  /** Starts it, with the files of its certificate in a folder of the test. */
  static HeraldServer start(Path folder) {
    ServerCertificate certificate = ServerCertificate.create(DOMAIN, folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.herald.cli.Herald",
                "serve",
                "--domain=" + DOMAIN,
                "--tcp-port=0",
                "--http-port=0",
                "--tls-cert=" + certificate.certificate(),
                "--tls-key=" + certificate.key(),
                "--allow-plaintext",
                "--registration",
                // Smack registers all accounts on one connection that never logs in.
                "--login-timeout=600"));
    for (Account account : ACCOUNTS) {
      command.add("--user=" + account.name() + ":" + account.password());
    }
    Program process = Program.start(command, Map.of());
    try {
      String line = process.awaitLine(printed -> printed.startsWith(LISTENING));
      return new HeraldServer(
          process, certificate, Integer.parseInt(line.substring(LISTENING.length())));
    } catch (AssertionError | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  @Override
  public String name() {
    return "Herald";
  }

  @Override
  public String domain() {
    return DOMAIN;
  }

  @Override
  public InetSocketAddress plain() {
    return address;
  }

  @Override
  public InetSocketAddress directTls() {
    return address;
  }

  @Override
  public ServerCertificate certificate() {
    return certificate;
  }

  @Override
  public void close() {
    process.close();
  }
}
