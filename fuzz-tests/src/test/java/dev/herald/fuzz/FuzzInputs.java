package dev.herald.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files of this module's resources; tests run in the module's directory. */
final class FuzzInputs {

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private FuzzInputs() {}

  /** The regression inputs of a target, in the order of their names. */
  static List<Path> of(FuzzTarget target) {
    Path folder = RESOURCES.resolve("regression").resolve(target.name().toLowerCase(Locale.ROOT));
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The target " + target + " has no inputs", e);
    }
  }

  /** The words of the dictionary, each in quotation marks on a line of its own. */
  static List<byte[]> words() {
    try {
      return Files.readAllLines(RESOURCES.resolve("xmpp.dict")).stream()
          .filter(line -> line.startsWith("\""))
          .map(line -> line.substring(1, line.length() - 1))
          .map(word -> word.replace("\\\"", "\"").replace("\\\\", "\\").replace("\\x0a", "\n"))
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
