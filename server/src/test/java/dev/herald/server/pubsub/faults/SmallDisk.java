package dev.herald.server.pubsub.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small file system in memory, which one process and its children have at a directory: it is gone
 * with them. Linux only, as root or where everybody may have a user namespace.
 */
public final class SmallDisk {

  private SmallDisk() {}

  /**
   * The beginning of a command's line that runs it with such a disk; the test is skipped, or fails
   * where every test must run, if there cannot be one.
   */
  public static List<String> orSkip(Path directory, int mebibytes) {
    List<String> line = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      line.add("--map-root-user");
    }
    line.addAll(
        List.of(
            "sh",
            "-c",
            "mount -t tmpfs -o mode=777,size=" + mebibytes + "m tmpfs \"$0\" && exec \"$@\"",
            directory.toString()));
    String failure = failure(line);
    if (!failure.isEmpty() && "true".equals(System.getenv("HERALD_REQUIRE_ALL"))) {
      throw new AssertionError(
          "No small disk can be mounted, and here every test must run: " + failure);
    }
    assumeTrue(failure.isEmpty(), "No small disk can be mounted: " + failure);
    return line;
  }

  private static String failure(List<String> line) {
    List<String> probe = new ArrayList<>(line);
    probe.add("true");
    try {
      Process process = new ProcessBuilder(probe).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      return status == 0 ? "" : "exit " + status + ": " + said;
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Writes to a file until so many bytes are left on its disk, or with 0 until nothing goes in. */
  public static void fill(Path file, long left) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      FileStore disk = Files.getFileStore(file);
      while (disk.getUsableSpace() > left || left == 0) {
        try {
          out.write(block);
        } catch (IOException e) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
