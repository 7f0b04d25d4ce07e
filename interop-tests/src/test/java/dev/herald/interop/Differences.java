package dev.herald.interop;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checks that a server does not do as the document says, in the order of the document; of one
 * version of it. They are written down in {@code checks/NAME.txt}.
 *
 * @param byCheck by the names of checks
 */
record Differences(String version, Map<String, Difference> byCheck) {

  /**
   * @param answered what came instead
   */
  record Difference(Verdict verdict, String answered) {}

  static final boolean TO_BE_WRITTEN = Boolean.getBoolean("herald.write-docs");

  private static final String VERSION = "version: ";
  private static final String BETWEEN = " | ";

  static Differences of(String version, List<CheckResult> results) {
    Map<String, Difference> byCheck = new LinkedHashMap<>();
    for (CheckResult result : results) {
      if (result.verdict() != Verdict.OK) {
        byCheck.put(result.check().name(), new Difference(result.verdict(), result.answered()));
      }
    }
    return new Differences(version, byCheck);
  }

  /** What is written down of a server. */
  static Differences read(String server) {
    String version = "";
    Map<String, Difference> byCheck = new LinkedHashMap<>();
    for (String line : text(server).lines().toList()) {
      if (line.startsWith(VERSION)) {
        version = line.substring(VERSION.length());
      } else if (!line.startsWith("#")) {
        String[] parts = line.split(" \\| ", 3);
        byCheck.put(parts[1], new Difference(Verdict.valueOf(parts[0]), parts[2]));
      }
    }
    return new Differences(version, byCheck);
  }

  void write(String server) {
    String lines =
        byCheck.entrySet().stream()
            .map(
                entry ->
                    entry.getValue().verdict()
                        + BETWEEN
                        + entry.getKey()
                        + BETWEEN
                        + entry.getValue().answered()
                        + "\n")
            .collect(joining());
    try {
      Files.writeString(
          file(server),
          "# Written by PubSubChecksTest: what "
              + server
              + " does otherwise than XEP-0060 says.\n"
              + VERSION
              + version
              + "\n"
              + lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file(server), e);
    }
  }

  long count(Verdict verdict) {
    return byCheck.values().stream().filter(d -> d.verdict() == verdict).count();
  }

  /** Not from the path of classes, where what has just been written is not yet. */
  private static String text(String server) {
    try {
      return Files.readString(file(server));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file(server), e);
    }
  }

  private static Path file(String server) {
    return Path.of("src", "test", "resources", "checks", server + ".txt");
  }
}
