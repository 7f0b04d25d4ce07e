package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same for every server: it does on the checks of XEP-0060 as is written down of it. */
abstract class PubSubChecksTest {

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  @Test
  @Timeout(300)
  void doesAsIsWrittenDown(@TempDir Path folder) {
    try (ServerUnderTest server = start(folder);
        PubSubChecks checks = PubSubChecks.on(server)) {
      List<CheckResult> results = checks.run(PubSubChecks.all());
      System.out.println(server.name() + " " + checks.version());
      for (CheckResult r : results) {
        if (r.verdict() != Verdict.OK) {
          System.out.println("## " + r.check().name() + " | " + r.verdict() + " | " + r.answered());
        }
      }
      assertThat(results).isNotEmpty();
    }
  }
}
