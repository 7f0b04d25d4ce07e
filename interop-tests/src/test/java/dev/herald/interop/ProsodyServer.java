package dev.herald.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Debian's Prosody, started in the foreground with a configuration of ours; data and modules in a
 * folder of the test. A module of ours makes the accounts and says which ports the system has
 * chosen.
 */
public final class ProsodyServer {

  private static final String DOMAIN = "prosody.test";
  private static final Path PROGRAM = Path.of("/usr/bin/prosody");

  private ProsodyServer() {}

  /**
   * Starts it in an empty folder, which the caller removes; without Prosody, the test is skipped or
   * fails.
   */
  public static ServerUnderTest start(Path folder) {
    Path program = Needed.orSkip("prosody", Optional.of(PROGRAM).filter(Files::isExecutable));
    ServerCertificate certificate = ServerCertificate.create(DOMAIN, folder);
    Path configuration = folder.resolve("prosody.cfg.lua");
    Template.of("/prosody/prosody.cfg.lua")
        .with("FOLDER", folder.toString())
        .with("DOMAIN", DOMAIN)
        .with("CERTIFICATE", certificate.certificate().toString())
        .with("KEY", certificate.key().toString())
        .with("OWNER", ServerUnderTest.ACCOUNTS.get(0).jid(DOMAIN))
        .with("ACCOUNTS", ServerUnderTest.accounts("[\"%s\"] = \"%s\""))
        .writeTo(configuration);
    Template.of("/prosody/mod_herald_test.lua")
        .with("DOMAIN", DOMAIN)
        .writeTo(newFolder(folder.resolve("modules")).resolve("mod_herald_test.lua"));
    newFolder(folder.resolve("data"));
    Program process =
        Program.start(
            List.of(program.toString(), "-F", "--config", configuration.toString()),
            Map.of("HOME", folder.toString()));
    return ServerUnderTest.reportedBy(process, "Prosody", DOMAIN, certificate);
  }

  private static Path newFolder(Path folder) {
    try {
      return Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
  }
}
