package dev.herald.server.script;

import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** All scripts as tests, and the server that they are written for. */
public final class Scripts {

  /** The names and the passwords of accounts. */
  public static final Map<String, String> ACCOUNTS =
      Map.of("juliet", "capulet", "romeo", "montague");

  /** Items a node, subscriptions an account, nodes and nodes an account: few enough to reach. */
  public static final PubSubLimits LIMITS = new PubSubLimits(3, 3, 5, 4);

  private static final String FOLDER = "scripts/";

  private Scripts() {}

  /** Everybody may log in and create nodes. */
  public static XmppServer server() {
    ServerSettings defaults = ServerSettings.defaults();
    return new XmppServer(
        new ServerSettings(
            defaults.domain(),
            defaults.service(),
            true,
            defaults.xml(),
            LIMITS,
            defaults.streams(),
            defaults.bosh(),
            defaults.outboundBytes()),
        (name, password) -> password.equals(ACCOUNTS.get(name)),
        new ClientRights(true, List.of()),
        new MemoryNodeStore());
  }

  /** A test for each script that the transport can play; the server is emptied before each. */
  public static Stream<DynamicTest> over(ScriptTransport transport, XmppServer server) {
    return all().stream()
        .filter(
            script ->
                transport.isResumable() || !script.requires().contains(Script.STREAM_MANAGEMENT))
        .map(
            script ->
                DynamicTest.dynamicTest(
                    script.name() + ": " + script.title(),
                    () -> {
                      List.copyOf(server.pubSub().nodes())
                          .forEach(node -> server.pubSub().delete(Actor.APPLICATION, node));
                      ScriptRunner.play(script, transport);
                    }));
  }

  static List<Script> all() {
    List<Script> all =
        names().stream().sorted().map(name -> ScriptParser.parse(name, read(name))).toList();
    if (all.isEmpty()) {
      throw new AssertionError("There are no scripts in '" + FOLDER + "' of the test resources");
    }
    return all;
  }

  /** From a folder while modules are built together, from a jar otherwise. */
  private static List<String> names() {
    try {
      URI place = Scripts.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        Path folder = path.resolve(FOLDER);
        try (Stream<Path> files = Files.walk(folder)) {
          return files
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(Scripts::isScript)
              .toList();
        }
      }
      try (JarFile jar = new JarFile(path.toFile())) {
        return jar.stream()
            .map(JarEntry::getName)
            .filter(name -> name.startsWith(FOLDER))
            .map(name -> name.substring(FOLDER.length()))
            .filter(Scripts::isScript)
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isScript(String name) {
    return name.endsWith(".stanzas");
  }

  private static String read(String name) {
    try (InputStream in = Scripts.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new AssertionError("The script '" + name + "' is gone");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
