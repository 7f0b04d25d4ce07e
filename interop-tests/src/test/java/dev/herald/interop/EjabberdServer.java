package dev.herald.interop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Debian's ejabberd, started in the foreground without its control script: no node name, so no port
 * mapper and no distribution port; database, log and home in a folder of the test.
 */
final class EjabberdServer implements ServerUnderTest {

  private static final String DOMAIN = "ejabberd.test";
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Program process;
  private final String domain;
  private final ServerCertificate certificate;
  private final InetSocketAddress plain;
  private final InetSocketAddress directTls;

  private EjabberdServer(Program process, String domain, ServerCertificate certificate) {
    this.process = process;
    this.domain = domain;
    this.certificate = certificate;
    Map<String, InetSocketAddress> listeners = Listeners.reportedBy(process);
    this.plain = requireNonNull(listeners.get("127.0.0.1"), "no listener for STARTTLS");
    this.directTls = requireNonNull(listeners.get("127.0.0.2"), "no listener for direct TLS");
  }

  /**
   * Starts it in an empty folder, which the caller removes; without ejabberd, the test is skipped
   * or fails.
   */
  static EjabberdServer start(Path folder) {
    return start(folder, DOMAIN, "auth_method: internal");
  }

  /** The same, with tokens as passwords too. */
  static EjabberdServer startWithTokens(Path folder, String domain, TokenKey key) {
    return start(folder, domain, "auth_method: [jwt, internal]\n" + key.ejabberdOptions(folder));
  }

  private static EjabberdServer start(Path folder, String domain, String authentication) {
    Path libraries = Needed.orSkip("ejabberd", erlangLibraries());
    ServerCertificate certificate = ServerCertificate.create(domain, folder);
    Path configuration = folder.resolve("ejabberd.yml");
    Template.of("/ejabberd/ejabberd.yml")
        .with("DOMAIN", domain)
        .with("AUTHENTICATION", authentication)
        .with("CERTIFICATE", certificate.chain().toString())
        .writeTo(configuration);
    Program process =
        Program.start(
            List.of(
                "erl",
                "-noinput",
                "-mnesia",
                "dir",
                "\"" + folder.resolve("database") + "\"",
                "-s",
                "ejabberd",
                "-eval",
                Template.of("/ejabberd/start.erl")
                    .with("DOMAIN", domain)
                    .with("ACCOUNTS", accounts())
                    .text()),
            Map.of(
                "HOME", folder.toString(),
                "EJABBERD_CONFIG_PATH", configuration.toString(),
                "EJABBERD_LOG_PATH", folder.resolve("ejabberd.log").toString(),
                "ERL_LIBS", libraries.toString()));
    try {
      return new EjabberdServer(process, domain, certificate);
    } catch (AssertionError | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  private static String accounts() {
    return ACCOUNTS.stream()
        .map(account -> "{<<\"%s\">>, <<\"%s\">>}".formatted(account.name(), account.password()))
        .collect(Collectors.joining(", "));
  }

  /** Debian has its Erlang libraries in the folder of the architecture. */
  private static Optional<Path> erlangLibraries() {
    try (DirectoryStream<Path> architectures =
        Files.newDirectoryStream(LIBRARIES, "*-linux-gnu*")) {
      for (Path architecture : architectures) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(architecture, "ejabberd-*")) {
          if (found.iterator().hasNext()) {
            return Optional.of(architecture);
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for ejabberd in " + LIBRARIES, e);
    }
  }

  @Override
  public String name() {
    return "ejabberd";
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public InetSocketAddress plain() {
    return plain;
  }

  @Override
  public InetSocketAddress directTls() {
    return directTls;
  }

  @Override
  public ServerCertificate certificate() {
    return certificate;
  }

  /** By force: it would take more than five seconds, and its data is thrown away. */
  @Override
  public void close() {
    process.kill();
  }
}
