package dev.herald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the benchmark runnable; it asserts nothing about speed. */
class SmokeTest {

  @Test
  void theBareWriterDeliversToAllSubscribersOnceAndInOrder() {
    measure(new Shape(1, 10, false), Scenario.A);
  }

  @Test
  void severalNodesTakeTurnsWithSeveralPublishesOutstanding() {
    measure(new Shape(5, 2, false), Scenario.C8);
  }

  @Test
  void aRateGivesLatencies() {
    List<Pair> pairs = measure(new Shape(1, 10, false), Scenario.F);
    assertThat(pairs)
        .allSatisfy(
            pair ->
                assertThat(pair.sample().result().latency().getTotalCount())
                    .isEqualTo(pair.sample().result().deliveries()));
    Report report = new Report();
    report.latency(pairs);
    assertThat(report.text()).contains("p99.9");
  }

  private static List<Pair> measure(Shape shape, Scenario scenario) {
    Plan plan = new Plan(1, Duration.ofMillis(20), Duration.ofMillis(200));
    List<Pair> pairs =
        new FanOut(plan, line -> {}).measure(shape, List.of(scenario), List.of(new BareTarget()));
    assertThat(pairs).hasSize(1);
    LoadResult result = pairs.get(0).sample().result();
    assertThat(result.publishes()).isPositive();
    assertThat(result.deliveries()).isEqualTo(result.publishes() * shape.perNode());
    assertThat(result.bytes()).isEqualTo(result.deliveries() * Stanzas.FRAME_BYTES);
    Report report = new Report();
    report.fanOut(pairs);
    assertThat(report.text()).contains("bare writer");
    return pairs;
  }
}
