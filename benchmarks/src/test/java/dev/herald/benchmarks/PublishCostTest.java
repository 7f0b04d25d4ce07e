package dev.herald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PublishCostTest {

  /** 10 publishes in so many ms of CPU and of time. */
  private static Pair pair(String target, long cpuMillis, long millis) {
    LoadResult result = new LoadResult(10, 10, 0, millis * 1_000_000, new Histogram(3));
    return new Pair(Scenario.P8, target, null, new Sample(cpuMillis * 1_000, result));
  }

  @Test
  void theCostIsTheMedianOfWhatEachPairDiffersBy() {
    List<Pair> pairs =
        List.of(
            pair(HeraldTarget.IN_MEMORY, 1, 2),
            pair(HeraldTarget.ON_DISK, 3, 5),
            pair(HeraldTarget.IN_MEMORY, 10, 10),
            pair(HeraldTarget.ON_DISK, 11, 12),
            pair(HeraldTarget.IN_MEMORY, 1, 2),
            pair(HeraldTarget.ON_DISK, 5, 6));

    List<PublishCost> costs = PublishCost.of(pairs);

    assertThat(costs).hasSize(1);
    PublishCost cost = costs.get(0);
    assertThat(cost.cpuMore()).isEqualTo(new Spread(200, 100, 400));
    assertThat(cost.cpuOnDisk().median()).isEqualTo(500);
    // 8 are under way at once.
    assertThat(cost.timeMore().median()).isEqualTo(8 * 300);
    Report report = new Report();
    report.persistence(costs);
    assertThat(report.text()).contains("| P8 |", "200 (100–400)");
  }
}
