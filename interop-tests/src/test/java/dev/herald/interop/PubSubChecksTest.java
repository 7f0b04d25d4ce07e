package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same for every server: on the checks of XEP-0060 it does as is written down of it. What is
 * written down holds for one version; of another, the differences are logged.
 */
abstract class PubSubChecksTest {

  private static final Logger LOG = LoggerFactory.getLogger(PubSubChecksTest.class);

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  /** Whether what is written down of one version holds for another too. */
  boolean holdsForAnyVersion() {
    return false;
  }

  @Test
  @Timeout(600)
  void doesAsIsWrittenDown(@TempDir Path folder) {
    try (ServerUnderTest server = start(folder);
        PubSubChecks checks = PubSubChecks.on(server)) {
      Differences known = Differences.read(server.name());
      Differences found =
          Differences.of(
              checks.version(), checks.run(PubSubChecks.all(), known.byCheck().keySet()));
      if (Differences.TO_BE_WRITTEN) {
        found.write(server.name());
        known = found;
      }
      if (holdsForAnyVersion() || found.version().equals(known.version())) {
        assertThat(found.byCheck())
            .as(
                "Of %s. If it is right so, write it down: add -Dherald.write-docs=true, then run InteropDocumentTest with it",
                server.name())
            .containsExactlyEntriesOf(known.byCheck());
      } else {
        LOG.warn(
            "{} {} does {} of {} checks otherwise than XEP-0060 says; of {} it is written down that: {}",
            server.name(),
            found.version(),
            found.byCheck().size(),
            PubSubChecks.all().size(),
            known.version(),
            found.byCheck());
      }
    }
  }
}
