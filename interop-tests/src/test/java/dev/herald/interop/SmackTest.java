package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same for every server: it passes all of Smack's tests that are in scope. */
abstract class SmackTest {

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  @Test
  @Timeout(600)
  void passesAllThatIsInScope(@TempDir Path folder) throws Exception {
    SmackSelection selection = new SmackSelection();
    try (ServerUnderTest server = start(folder)) {
      TestRunResult result = SmackTests.run(server, selection.methodsInScope());

      assertThat(result.getFailedTests())
          .extracting(failed -> failed.concreteTest + ": " + failed.failureReason)
          .isEmpty();
      assertThat(result.getNotPossibleTests())
          .extracting(test -> test.concreteTest + ": " + test.testNotPossibleException)
          .isEmpty();
      assertThat(result.getImpossibleTestClasses()).isEmpty();
      assertThat(result.getSuccessfulTests())
          .extracting(test -> test.concreteTest.toString())
          .containsExactlyInAnyOrderElementsOf(selection.inScope());
    }
  }
}
