package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Writes what was measured as tables in Markdown, which can be read as they are. */
public final class Report {

  private static final int KIB = 1024;

  private final StringBuilder text = new StringBuilder();

  public String text() {
    return text.toString();
  }

  static String ofFanOut(List<Pair> pairs) {
    Report report = new Report();
    report.fanOut(pairs);
    return report.text();
  }

  public void add(String line) {
    text.append(line).append('\n');
  }

  void fanOut(List<Pair> pairs) {
    Map<Scenario, Map<String, List<Pair>>> grouped = grouped(pairs);
    List<List<String>> rows = new ArrayList<>();
    grouped.forEach(
        (scenario, targets) -> {
          String name = scenario.name();
          List<Sample> bare =
              pairs.stream()
                  .filter(p -> p.scenario() == scenario)
                  .map(Pair::bare)
                  .filter(Objects::nonNull)
                  .toList();
          if (!bare.isEmpty()) {
            rows.add(row(name, "bare writer", bare, "1"));
          }
          targets.forEach(
              (target, of) ->
                  rows.add(row(name, target, of.stream().map(Pair::sample).toList(), ratio(of))));
        });
    table(List.of("", "server", "µs a delivery", "ratio to bare", "deliveries/s", "bytes"), rows);
  }

  void latency(List<Pair> pairs) {
    List<List<String>> rows = new ArrayList<>();
    Map<String, Histogram> latencies = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      if (pair.scenario().pace().perSecond() > 0) {
        Sample bare = pair.bare();
        if (bare != null) {
          merge(latencies, "bare writer", bare);
        }
        merge(latencies, pair.target(), pair.sample());
      }
    }
    latencies.forEach(
        (target, latency) ->
            rows.add(
                List.of(
                    target,
                    millis(latency.getValueAtPercentile(50)),
                    millis(latency.getValueAtPercentile(99)),
                    millis(latency.getValueAtPercentile(99.9)),
                    millis(latency.getMaxValue()))));
    table(List.of("server", "p50 ms", "p99 ms", "p99.9 ms", "max ms"), rows);
  }

  void logins(List<Logins.Round> rounds) {
    List<List<String>> rows = new ArrayList<>();
    rounds.stream()
        .map(Logins.Round::target)
        .distinct()
        .forEach(
            target ->
                rows.add(
                    List.of(
                        target,
                        logins(rounds, target, Logins.Round::microsPerLogin),
                        logins(rounds, target, Logins.Round::perSecond))));
    table(List.of("server", "µs a log-in", "log-ins/s"), rows);
  }

  void idle(List<IdleMemory.PerSession> sessions) {
    List<List<String>> rows = new ArrayList<>();
    for (IdleMemory.PerSession session : sessions) {
      Double heap = session.heap();
      rows.add(
          List.of(
              session.target(),
              heap == null ? "–" : number(heap / KIB),
              number(session.resident() / KIB)));
    }
    table(List.of("server", "live heap KiB", "resident KiB"), rows);
  }

  void persistence(List<PublishCost> costs) {
    table(
        List.of("", "CPU µs in memory", "on H2", "more", "time µs in memory", "on H2", "more"),
        costs.stream()
            .map(
                cost ->
                    List.of(
                        cost.scenario().name(),
                        cost.cpuInMemory().format(0),
                        cost.cpuOnDisk().format(0),
                        cost.cpuMore().format(0),
                        cost.timeInMemory().format(0),
                        cost.timeOnDisk().format(0),
                        cost.timeMore().format(0)))
            .toList());
  }

  private static Map<Scenario, Map<String, List<Pair>>> grouped(List<Pair> pairs) {
    Map<Scenario, Map<String, List<Pair>>> grouped = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      grouped
          .computeIfAbsent(pair.scenario(), s -> new LinkedHashMap<>())
          .computeIfAbsent(pair.target(), t -> new ArrayList<>())
          .add(pair);
    }
    return grouped;
  }

  private static List<String> row(
      String scenario, String target, List<Sample> samples, String ratio) {
    return List.of(
        scenario,
        target,
        spread(samples, Sample::microsPerDelivery).format(2),
        ratio,
        String.format(Locale.ROOT, "%,.0f", spread(samples, Sample::deliveriesPerSecond).median()),
        String.format(Locale.ROOT, "%.0f", spread(samples, Sample::bytesPerDelivery).median()));
  }

  /**
   * The ratios of the pairs, not the ratio of the medians: what disturbs, disturbs both of a pair.
   */
  private static String ratio(List<Pair> pairs) {
    List<Double> ratios = new ArrayList<>();
    for (Pair pair : pairs) {
      Sample bare = pair.bare();
      if (bare != null) {
        ratios.add(pair.sample().microsPerDelivery() / bare.microsPerDelivery());
      }
    }
    return ratios.isEmpty()
        ? "–"
        : Spread.of(ratios.stream().mapToDouble(Double::doubleValue)).format(2);
  }

  private static Spread spread(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Spread.of(samples.stream().mapToDouble(value));
  }

  private static String logins(
      List<Logins.Round> rounds, String target, ToDoubleFunction<Logins.Round> value) {
    return Spread.of(rounds.stream().filter(r -> r.target().equals(target)).mapToDouble(value))
        .format(0);
  }

  private static void merge(Map<String, Histogram> latencies, String target, Sample sample) {
    latencies.computeIfAbsent(target, t -> new Histogram(3)).add(sample.result().latency());
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Cells are padded, so that the table can be read in a terminal too. */
  public void table(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, head);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int r = 0; r < all.size(); r++) {
      line(all.get(r), widths, " ");
      if (r == 0) {
        line(head.stream().map(h -> "").toList(), widths, "-");
      }
    }
    add("");
  }

  private void line(List<String> cells, int[] widths, String padding) {
    for (int i = 0; i < widths.length; i++) {
      text.append("| ")
          .append(cells.get(i))
          .append(padding.repeat(widths[i] - cells.get(i).length()))
          .append(' ');
    }
    text.append("|\n");
  }
}
