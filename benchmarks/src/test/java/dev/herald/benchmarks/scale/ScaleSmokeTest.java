package dev.herald.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keeps the measurement runnable; it asserts nothing about speed. */
@Timeout(120)
class ScaleSmokeTest {

  private static final int NODES = 1_000;

  /** A login that misses the last item of one of its nodes, or a node that is missing, fails it. */
  @Test
  void aServerIsMeasuredWithAThousandNodesInH2() {
    Scale scale = new Scale("script/scale", Effort.SMOKE, line -> {});
    scale.nodes = List.of(NODES);
    scale.stores = List.of(Scale.Kind.H2);

    String report = scale.measure();

    assertThat(report.lines().filter(line -> line.startsWith("| H2 ")))
        .as("without nodes, with a thousand, its requests, and all in use")
        .hasSize(4)
        .filteredOn(line -> line.contains("| 1,000 "))
        .hasSize(3);
  }
}
