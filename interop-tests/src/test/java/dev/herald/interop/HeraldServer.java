package dev.herald.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Herald's standalone server, as a process of its own. */
public final class HeraldServer {

  private static final String DOMAIN = "herald.test";
  private static final String LISTENING = "Listening: xmpp://127.0.0.1:";

  private HeraldServer() {}

  /** Starts it, with the files of its certificate in a folder of the test. */
  public static ServerUnderTest start(Path folder) {
    return start(
        folder,
        DOMAIN,
        List.of(
            "--allow-plaintext",
            "--registration",
            // Smack registers all accounts on one connection that never logs in.
            "--login-timeout=600"));
  }

  /** Starts it so that tokens are passwords too. */
  public static ServerUnderTest startWithTokens(Path folder, String domain, TokenKey key) {
    return start(folder, domain, key.heraldOptions(folder));
  }

  private static ServerUnderTest start(Path folder, String domain, List<String> options) {
    ServerCertificate certificate = ServerCertificate.create(domain, folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                // Builds the command line first where that has not been done.
                "../script/herald",
                "serve",
                "--domain=" + domain,
                "--tcp-port=0",
                "--http-port=0",
                "--tls-cert=" + certificate.certificate(),
                "--tls-key=" + certificate.key()));
    command.addAll(options);
    for (Account account : ServerUnderTest.ACCOUNTS) {
      command.add("--user=" + account.name() + ":" + account.password());
    }
    Program process = Program.start(command, Map.of("JAVA_HOME", System.getProperty("java.home")));
    try {
      String line = process.awaitLine(printed -> printed.startsWith(LISTENING));
      InetSocketAddress address =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(),
              Integer.parseInt(line.substring(LISTENING.length())));
      return new ServerUnderTest(
          "Herald",
          domain,
          certificate,
          address,
          address,
          Optional.empty(),
          process::close,
          process::close);
    } catch (AssertionError | RuntimeException e) {
      process.kill();
      throw e;
    }
  }
}
