package dev.herald.benchmarks.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Keeps the measurement runnable; it asserts nothing about speed. An event that is lost, doubled or
 * out of order, or an answer that lacks what had been committed, fails it.
 */
@Timeout(120)
class PollingSmokeTest {

  private static final int PAGES = 20;
  private static final int PER_MINUTE = 90;

  @Test
  void twentyPagesPollAndTwentyHaveSubscribed() {
    Polling polling = new Polling("script/polling");
    polling.pages = PAGES;
    polling.changes = List.of(PER_MINUTE);
    polling.intervals = List.of(1);
    polling.window = 2;
    polling.warmUp = 0;
    polling.before = Duration.ofSeconds(1);
    polling.database = Database.Kind.H2;

    String report = polling.measure();

    assertThat(report).contains("(seed " + polling.seed + ")");
    assertThat(report.lines().filter(line -> line.startsWith("| push")))
        .as("what it takes, and to open a page")
        .hasSize(2);
    assertThat(report.lines().filter(line -> line.startsWith("| poll"))).hasSize(4);
    assertThat(polling.samples())
        .extracting(sample -> sample.visit().way())
        .containsExactly(Way.PUSH, Way.POLL, Way.POLL_WITH_ETAG);
    assertThat(polling.samples())
        .allSatisfy(
            sample -> {
              assertThat(sample.opening().in()).isPositive();
              assertThat(sample.count().messages()).isPositive();
              assertThat(sample.count().in()).isPositive();
              // Each change that is counted becomes known to each page.
              assertThat(sample.delays().getTotalCount()).isGreaterThanOrEqualTo(PAGES);
            });
    assertThat(polling.samples().get(0).count().out()).as("who is told asks nothing").isZero();
  }
}
