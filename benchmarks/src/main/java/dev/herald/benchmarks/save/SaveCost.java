package dev.herald.benchmarks.save;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.benchmarks.Machine;
import dev.herald.benchmarks.Report;
import dev.herald.benchmarks.Spread;
import dev.herald.benchmarks.scale.PostgresStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Saves with Herald and without, in pairs: {@code script/save-cost}. */
@Command(
    name = "script/save-cost",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures what Herald costs the transaction that saves an entity.")
final class SaveCost implements Callable<Integer> {

  @Option(names = "--pairs", description = "Default: ${DEFAULT-VALUE}.")
  int pairs = 9;

  @Option(names = "--window", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
  int window = 3;

  @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Default: ${DEFAULT-VALUE}.")
  int warmUp = 20;

  @Option(
      names = "--original-saves",
      description = "Saves in django-pubsub's way, over a second each. Default: ${DEFAULT-VALUE}.")
  int originalSaves = 7;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "docs/measurements/save-cost.md",
      description = "Write the report to a file too. Without a name: ${FALLBACK-VALUE}.")
  @Nullable Path file;

  private final String commandLine;

  private SaveCost(String commandLine) {
    this.commandLine = commandLine;
  }

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new SaveCost(Machine.commandLine("script/save-cost", args))).execute(args));
  }

  private record Pair(Window plain, Window herald) {
    double ratio(ToDoubleFunction<Window> figure) {
      return figure.applyAsDouble(herald) / figure.applyAsDouble(plain);
    }
  }

  @Override
  public Integer call() throws Exception {
    Report report = new Report();
    report.add("# What a save costs\n");
    report.add(Machine.words() + "\n\n    " + commandLine + "\n");
    report.add(
        """
        Hibernate on Debian's PostgreSQL with its own settings, so that a commit waits for the disk, through HikariCP. In
        turns an entity of ten fields is inserted and updated, each in a transaction of its own; with Herald the outbox is in
        the same database, and a dispatcher in the same process publishes to a PubSub service in memory. %d pairs of %d s,
        median (lowest–highest). CPU: of this process for each transaction, until all has been announced.
        """
            .formatted(pairs, window));
    try (PostgresStore postgres = PostgresStore.start();
        HikariDataSource database = postgres.connections();
        Side plain = Side.plain(database);
        Side herald = Side.withHerald(database)) {
      for (int writers : new int[] {1, 4}) {
        Window.measure(plain, writers, Duration.ofSeconds(warmUp));
        Window.measure(herald, writers, Duration.ofSeconds(warmUp));
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
          all.add(
              new Pair(
                  Window.measure(plain, writers, Duration.ofSeconds(window)),
                  Window.measure(herald, writers, Duration.ofSeconds(window))));
        }
        add(report, writers, all);
      }
      Arrivals.measure(herald, Duration.ofSeconds(warmUp));
      add(report, Arrivals.measure(herald, Duration.ofSeconds(pairs * (long) window)));
      addOriginal(report, OriginalWay.measure(plain, originalSaves));
    }
    System.out.print(report.text());
    if (file != null) {
      Files.writeString(file, report.text());
    }
    return 0;
  }

  private static void add(Report report, int writers, List<Pair> pairs) {
    report.add("## " + (writers == 1 ? "One writer" : writers + " writers") + "\n");
    report.table(
        List.of("", "without", "with Herald", "ratio"),
        List.of(
            row("latency p50, µs", pairs, Window::p50),
            row("latency p99, µs", pairs, Window::p99),
            row("transactions/s", pairs, Window::perSecond),
            row("CPU, µs", pairs, Window::cpu)));
    report.add(
        """
        CPU that Herald takes for a change: %s µs. Changes that waited when the writers had ended: %s.
        """
            .formatted(
                Spread.of(pairs.stream().mapToDouble(p -> p.herald.cpu() - p.plain.cpu()))
                    .format(0),
                Spread.of(pairs.stream().mapToDouble(p -> p.herald.waiting())).format(0)));
  }

  private static List<String> row(String name, List<Pair> pairs, ToDoubleFunction<Window> figure) {
    return List.of(
        name,
        Spread.of(pairs.stream().mapToDouble(p -> figure.applyAsDouble(p.plain))).format(0),
        Spread.of(pairs.stream().mapToDouble(p -> figure.applyAsDouble(p.herald))).format(0),
        Spread.of(pairs.stream().mapToDouble(p -> p.ratio(figure))).format(2));
  }

  static void addOriginal(Report report, List<OriginalWay.Save> saves) {
    report.add(
        """
        ## The original's way

        django-pubsub opened an XMPP connection in every save, and slept one second before it closed it. The same insert, then
        such a connection to Herald's TCP port (log in with a password, publish, no TLS); %d saves, one after the other.
        """
            .formatted(saves.size()));
    report.table(
        List.of("", "ms"),
        List.of(
            List.of(
                "a save", Spread.of(saves.stream().mapToDouble(OriginalWay.Save::all)).format(1)),
            List.of(
                "of which it does not sleep",
                Spread.of(saves.stream().mapToDouble(OriginalWay.Save::withoutSleep)).format(1))));
  }

  private static void add(Report report, Histogram arrivals) {
    report.add(
        """
        ## From commit to a subscriber

        From the call of commit() until a subscriber over WebSocket on this machine has the item; %,d inserts, one after the
        other, at most 100 a second: p50 %.1f ms, p99 %.1f ms, at most %.1f ms.
        """
            .formatted(
                arrivals.getTotalCount(),
                arrivals.getValueAtPercentile(50) / 1e6,
                arrivals.getValueAtPercentile(99) / 1e6,
                arrivals.getMaxValue() / 1e6));
  }
}
