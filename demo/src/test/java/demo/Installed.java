package demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which of Debian's servers this machine has. */
final class Installed {

  private static final Map<String, Path> PROGRAMS =
      Map.of(
          "ejabberd", Path.of("/usr/sbin/ejabberdctl"),
          "nginx", Path.of("/usr/sbin/nginx"),
          "prosody", Path.of("/usr/bin/prosody"));

  private Installed() {}

  /** Where one is missing the test is skipped, or fails if {@code HERALD_REQUIRE_ALL} says so. */
  static void orSkip(String... names) {
    List<String> missing =
        List.of(names).stream().filter(name -> !Files.exists(path(name))).toList();
    String advice = "apt-get install " + String.join(" ", missing);
    if (!missing.isEmpty() && "true".equals(System.getenv("HERALD_REQUIRE_ALL"))) {
      throw new AssertionError("Here every test must run: " + advice);
    }
    assumeTrue(missing.isEmpty(), advice);
  }

  private static Path path(String name) {
    return Objects.requireNonNull(PROGRAMS.get(name), name);
  }
}
