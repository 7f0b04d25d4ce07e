package dev.herald.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
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
public final class EjabberdServer {

  private static final String DOMAIN = "ejabberd.test";
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private EjabberdServer() {}

  /**
   * Starts it in an empty folder, which the caller removes; without ejabberd, the test is skipped
   * or fails.
   */
  public static ServerUnderTest start(Path folder) {
    return start(folder, "", "");
  }

  /**
   * The same with more in its configuration.
   *
   * @param options of the server, in lines of YAML
   * @param pubSub options of mod_pubsub, each in a line of YAML
   */
  public static ServerUnderTest start(Path folder, String options, String... pubSub) {
    return start(folder, DOMAIN, "auth_method: internal\n" + options, List.of(pubSub));
  }

  /** The same, with tokens as passwords too. */
  public static ServerUnderTest startWithTokens(Path folder, String domain, TokenKey key) {
    return start(
        folder, domain, "auth_method: [jwt, internal]\n" + key.ejabberdOptions(folder), List.of());
  }

  private static ServerUnderTest start(
      Path folder, String domain, String authentication, List<String> pubSub) {
    Path libraries = Needed.orSkip("ejabberd", erlangLibraries());
    ServerCertificate certificate = ServerCertificate.create(domain, folder);
    Path configuration = folder.resolve("ejabberd.yml");
    Template.of("/ejabberd/ejabberd.yml")
        .with("DOMAIN", domain)
        .with("AUTHENTICATION", authentication)
        .with(
            "PUBSUB",
            pubSub.stream()
                .filter(option -> !option.isEmpty())
                .map(option -> "\n    " + option)
                .collect(Collectors.joining()))
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
                    .with("ACCOUNTS", ServerUnderTest.accounts("{<<\"%s\">>, <<\"%s\">>}"))
                    .text()),
            Map.of(
                "HOME", folder.toString(),
                "EJABBERD_CONFIG_PATH", configuration.toString(),
                "EJABBERD_LOG_PATH", folder.resolve("ejabberd.log").toString(),
                "ERL_LIBS", libraries.toString()));
    return ServerUnderTest.reportedBy(process, "ejabberd", domain, certificate);
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
}
