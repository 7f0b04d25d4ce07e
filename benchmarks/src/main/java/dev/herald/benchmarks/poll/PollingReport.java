package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.Report;
import dev.herald.benchmarks.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The table that answers "why not just poll?". */
final class PollingReport {

  private static final String VERDICT =
      """
      ## When polling is fine

      When pages are few: what polling takes grows with the pages and hardly with the changes, so that twenty pages at 5 s take a
      fiftieth of the lines above. When it is early enough to know half an interval later, and rows change many times in an
      interval: a poll leaves out what has been changed again since, and so moves fewer bytes than events do. When almost nothing
      changes, with an ETag: then what is left is the requests and the delay.
      """;

  private final Report report = new Report();

  /**
   * @param alone CPU of the changes when no page is open, in milliseconds a second, by their rate
   */
  static String of(String head, List<Sample> samples, Map<Integer, Double> alone) {
    PollingReport written = new PollingReport();
    written.report.add(head);
    Map<Integer, List<Sample>> byRate = new TreeMap<>();
    samples.forEach(s -> byRate.computeIfAbsent(s.perMinute(), r -> new ArrayList<>()).add(s));
    byRate.forEach((rate, of) -> written.rate(rate, of, alone.getOrDefault(rate, 0.0)));
    written.opening(samples);
    written.report.add(VERDICT);
    written.leftOut(samples);
    return written.report.text();
  }

  private void rate(int perMinute, List<Sample> samples, double alone) {
    report.add("## " + words(perMinute) + "\n");
    Sample push =
        samples.stream()
            .filter(s -> s.visit().way() == Way.PUSH)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Nothing was measured of push"));
    report.table(
        List.of(
            "",
            "requests/s",
            "answers, events/s",
            "KB/s to pages",
            "KB/s from pages",
            "CPU application ms/s",
            "CPU database ms/s",
            "delay p50 ms",
            "delay p99 ms",
            "bytes, push = 1",
            "CPU, push = 1",
            "p50, push = 1"),
        samples.stream().map(s -> row(s, push)).toList());
    report.add(
        "The changes alone, with no page open: CPU of application and database %.1f ms/s.\n"
            .formatted(alone));
  }

  private static List<String> row(Sample sample, Sample push) {
    Count count = sample.count();
    return List.of(
        sample.visit().words(),
        number(count.perSecond(count.requests()), 0),
        number(count.perSecond(count.messages()), 0),
        number(count.perSecond(count.in()) / 1e3, 1),
        number(count.perSecond(count.out()) / 1e3, 1),
        number(count.perSecond(sample.cpu().application()) / 1e3, 0),
        number(count.perSecond(sample.cpu().database()) / 1e3, 0),
        number(sample.millis(50), 1),
        number(sample.millis(99), 1),
        ratio(sample, push, Sample::bytes),
        ratio(sample, push, Sample::load),
        ratio(sample, push, s -> s.millis(50)));
  }

  /** With two digits that say something. */
  private static String ratio(Sample sample, Sample push, ToDoubleFunction<Sample> figure) {
    double ratio = figure.applyAsDouble(sample) / figure.applyAsDouble(push);
    return number(ratio, ratio < 1 ? 2 : ratio < 10 ? 1 : 0);
  }

  /**
   * Of each way, over all rates and intervals, as they make no difference before the first poll.
   */
  private void opening(List<Sample> samples) {
    report.add("## To open a page\n");
    List<List<String>> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      List<Sample> of = samples.stream().filter(s -> s.visit().way() == way).toList();
      if (!of.isEmpty()) {
        rows.add(
            List.of(
                way == Way.PUSH ? "push" : way == Way.POLL ? "poll" : "poll, ETag",
                spread(of, s -> s.opening().in() / 1e3).format(1),
                spread(of, s -> s.opening().out() / 1e3).format(1),
                spread(of, s -> s.openingCpu().all() / 1e3).format(2)));
      }
    }
    report.table(List.of("", "KB to the page", "KB from the page", "CPU ms"), rows);
  }

  private static Spread spread(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Spread.of(samples.stream().mapToDouble(s -> figure.applyAsDouble(s) / s.pages()));
  }

  private void leftOut(List<Sample> samples) {
    samples.stream()
        .filter(s -> s.count().leftOut() > 0)
        .forEach(
            s ->
                report.add(
                    "%s, %s: %,d polls were due before the answer to the last one, and left out.\n"
                        .formatted(words(s.perMinute()), s.visit().words(), s.count().leftOut())));
  }

  /** As {@code 10 changes a second}, or {@code a change every 10 seconds}. */
  static String words(int perMinute) {
    if (perMinute % 60 == 0) {
      return perMinute == 60 ? "1 change a second" : perMinute / 60 + " changes a second";
    }
    return 60 % perMinute == 0
        ? "1 change in " + 60 / perMinute + " seconds"
        : perMinute + " changes a minute";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
