package dev.herald.interop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Debian's Prosody, started in the foreground with a configuration of ours; data and modules in a
 * folder of the test. A module of ours makes the accounts and says which ports the system has
 * chosen.
 */
final class ProsodyServer implements ServerUnderTest {

  private static final String DOMAIN = "prosody.test";
  private static final Path PROGRAM = Path.of("/usr/bin/prosody");

  private final Program process;
  private final ServerCertificate certificate;
  private final InetSocketAddress plain;
  private final InetSocketAddress directTls;

  private ProsodyServer(Program process, ServerCertificate certificate) {
    this.process = process;
    this.certificate = certificate;
    Map<String, InetSocketAddress> listeners = Listeners.reportedBy(process);
    this.plain = requireNonNull(listeners.get("127.0.0.1"), "no listener for STARTTLS");
    this.directTls = requireNonNull(listeners.get("127.0.0.2"), "no listener for direct TLS");
  }

  /**
   * Starts it in an empty folder, which the caller removes; without Prosody, the test is skipped or
   * fails.
   */
  static ProsodyServer start(Path folder) {
    Path program = Needed.orSkip("prosody", Optional.of(PROGRAM).filter(Files::isExecutable));
    ServerCertificate certificate = ServerCertificate.create(DOMAIN, folder);
    Path configuration = folder.resolve("prosody.cfg.lua");
    Template.of("/prosody/prosody.cfg.lua")
        .with("FOLDER", folder.toString())
        .with("DOMAIN", DOMAIN)
        .with("CERTIFICATE", certificate.certificate().toString())
        .with("KEY", certificate.key().toString())
        .with("OWNER", ACCOUNTS.get(0).jid(DOMAIN))
        .with("ACCOUNTS", accounts())
        .writeTo(configuration);
    Template.of("/prosody/mod_herald_test.lua")
        .with("DOMAIN", DOMAIN)
        .writeTo(newFolder(folder.resolve("modules")).resolve("mod_herald_test.lua"));
    newFolder(folder.resolve("data"));
    Program process =
        Program.start(
            List.of(program.toString(), "-F", "--config", configuration.toString()),
            Map.of("HOME", folder.toString()));
    try {
      return new ProsodyServer(process, certificate);
    } catch (AssertionError | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  private static String accounts() {
    return ACCOUNTS.stream()
        .map(account -> "[\"%s\"] = \"%s\"".formatted(account.name(), account.password()))
        .collect(Collectors.joining(", "));
  }

  private static Path newFolder(Path folder) {
    try {
      return Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
  }

  @Override
  public String name() {
    return "Prosody";
  }

  @Override
  public String domain() {
    return DOMAIN;
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

  /** By force: its data is thrown away. */
  @Override
  public void close() {
    process.kill();
  }
}
