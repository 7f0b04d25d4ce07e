package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Report;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The tables of what was measured. */
final class ScaleReport {

  private static final double MIB = 1024 * 1024;

  private final Report report;

  ScaleReport(Report report) {
    this.report = report;
  }

  void server(List<Stage> stages) {
    report.table(
        List.of("store", "nodes", "start ms", "live heap MiB", "resident MiB", "disk MiB"),
        stages.stream()
            .map(
                stage ->
                    List.of(
                        stage.store(),
                        count(stage.nodes()),
                        whole(stage.startMillis()),
                        whole(stage.memory().live() / MIB),
                        whole(stage.memory().resident() / MIB),
                        whole(stage.bytes() / MIB)))
            .toList());
  }

  void requests(List<Stage> stages) {
    report.table(
        List.of(
            "store",
            "nodes",
            "publish p50",
            "p99",
            "CPU µs",
            "first use p50",
            "p99",
            "create p50",
            "p99",
            "page p50",
            "subscriptions p50",
            "login p50"),
        stages.stream()
            .map(
                stage ->
                    Stream.of(
                            Stream.of(stage.store(), count(stage.nodes())),
                            both(stage.publish()),
                            Stream.of(whole(stage.publishCpuMicros())),
                            both(stage.firstUse()),
                            both(stage.create()),
                            Stream.of(
                                millis(stage.page(), 50),
                                millis(stage.subscriptions(), 50),
                                millis(stage.login(), 50)))
                        .flatMap(cells -> cells)
                        .toList())
            .toList());
  }

  void allInUse(List<AllInUse> all) {
    report.table(
        List.of(
            "store",
            "nodes",
            "live heap MiB",
            "bytes a node",
            "resident MiB",
            "loaded in s",
            "publish p50",
            "p99",
            "max",
            "start after kill ms"),
        all.stream()
            .map(
                one ->
                    List.of(
                        one.store(),
                        count(one.nodes()),
                        whole(one.after().live() / MIB),
                        whole(one.bytesOfNode()),
                        whole(one.after().resident() / MIB),
                        whole(one.loadSeconds()),
                        millis(one.publish(), 50),
                        millis(one.publish(), 99),
                        millis(one.publish(), 100),
                        whole(one.startAfterKillMillis())))
            .toList());
  }

  private static Stream<String> both(Histogram times) {
    return Stream.of(millis(times, 50), millis(times, 99));
  }

  private static String millis(Histogram times, double percentile) {
    return String.format(Locale.ROOT, "%.2f", times.getValueAtPercentile(percentile) / 1e6);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }
}
