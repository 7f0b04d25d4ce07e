package dev.herald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.faults.PublishingLoad;
import dev.herald.server.pubsub.faults.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full gives errors until there is room, without a restart. */
@Timeout(300)
class FullDiskTest {

  @TempDir Path disk;

  @Test
  void requestsFailUntilThereIsRoomAndNothingIsLost() throws Exception {
    List<String> line = new ArrayList<>(SmallDisk.orSkip(disk, 64));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Dherald.fault.rounds=" + PublishingLoad.ROUNDS);
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(OnDisk.class.getName(), disk.toString()));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      said.lines().filter(told -> told.startsWith(OnDisk.RESULT)).forEach(System.out::println);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The process that has the disk. */
  static final class OnDisk {

    static final String RESULT = "FullDiskTest: ";

    private OnDisk() {}

    @SuppressWarnings("SystemOut") // the parent reads it
    public static void main(String[] arguments) throws Exception {
      Path data = Path.of(arguments[0], "data");
      Path ballast = Path.of(arguments[0], "ballast");
      Path rest = Path.of(arguments[0], "rest");
      PublishingLoad load;
      try (H2Files files = H2Files.open(data);
          // Closed in any case, so that the process ends.
          PublishingLoad publishing = new PublishingLoad(files.store(), 1_000)) {
        load = publishing;
        for (int round = 0; round < PublishingLoad.ROUNDS; round++) {
          load.awaitAcknowledged(100);
          // As a disk fills up, not within the time that a transaction takes.
          SmallDisk.fill(ballast, 12 << 20);
          load.awaitFailed(20);
          SmallDisk.fill(rest, 0);
          load.awaitFailed(20);
          Files.delete(ballast);
          Files.delete(rest);
        }
        load.awaitAcknowledged(100);
        load.endAndCheck();
      }
      try (H2Files files = H2Files.open(data)) {
        load.check(files.store());
      }
      System.out.println(RESULT + "H2's disk full " + PublishingLoad.ROUNDS + " times: " + load);
    }
  }
}
