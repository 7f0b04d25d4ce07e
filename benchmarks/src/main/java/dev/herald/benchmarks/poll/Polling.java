package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pages that poll beside pages that have subscribed: {@code script/polling}. */
@Command(
    name = "script/polling",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures what it takes to poll, beside what push takes.")
final class Polling implements Callable<Integer> {

  @Option(names = "--pages", description = "Default: ${DEFAULT-VALUE}.")
  int pages = 1_000;

  @Option(names = "--rows", description = "Of the table and the node. Default: ${DEFAULT-VALUE}.")
  int rows = 50;

  @Option(
      names = "--changes",
      paramLabel = "PER-MINUTE",
      split = ",",
      description = "Default: ${DEFAULT-VALUE}.")
  List<Integer> changes = List.of(12, 60, 600);

  @Option(
      names = "--intervals",
      paramLabel = "SECONDS",
      split = ",",
      description = "Between the polls of a page. Default: ${DEFAULT-VALUE}.")
  List<Integer> intervals = List.of(1, 5, 30);

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      description =
          "How long each is measured at least; as long as pages wait between polls if that is"
              + " longer. Default: ${DEFAULT-VALUE}.")
  int window = 20;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "For each way, once at the start. Default: ${DEFAULT-VALUE}.")
  int warmUp = 15;

  @Option(
      names = "--database",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Database.Kind database = Database.Kind.POSTGRESQL;

  @Option(names = "--seed", description = "Of when each page polls. Default: any.")
  long seed = System.nanoTime();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "docs/measurements/polling.md",
      description = "Write the report to a file too. Without a name: ${FALLBACK-VALUE}.")
  @Nullable Path file;

  /** How long pages are open before they are measured; in a test less. */
  Duration before = Duration.ofSeconds(3);

  private final String commandLine;
  private List<Sample> samples = List.of();

  Polling(String commandLine) {
    this.commandLine = commandLine;
  }

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Polling(Machine.commandLine("script/polling", args))).execute(args));
  }

  @Override
  public Integer call() {
    String report = measure();
    System.out.print(report);
    if (file != null) {
      try {
        Files.writeString(file, report);
      } catch (IOException e) {
        throw new UncheckedIOException("The report cannot be written to '" + file + "'", e);
      }
    }
    return 0;
  }

  /** The report. */
  String measure() {
    try (Database db = Database.start(database);
        Board board = Board.start(db, rows)) {
      warmUp(board);
      Measurement measurement =
          new Measurement(board, pages, seed, Duration.ofSeconds(window), before);
      samples = new ArrayList<>();
      Map<Integer, Double> alone = new TreeMap<>();
      for (int perMinute : changes) {
        say(PollingReport.words(perMinute) + ", no page");
        alone.put(perMinute, measurement.alone(perMinute));
        for (Visit visit : visits(perMinute)) {
          say(PollingReport.words(perMinute) + ", " + visit.words());
          samples.add(measurement.measure(visit, perMinute));
        }
      }
      return PollingReport.of(head(db), samples, alone);
    }
  }

  /** What has been measured. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  private List<Visit> visits(int perMinute) {
    List<Visit> visits = new ArrayList<>();
    visits.add(Visit.PUSH);
    for (int seconds : intervals) {
      visits.add(new Visit(Way.POLL, Duration.ofSeconds(seconds)));
    }
    for (int seconds : intervals) {
      Visit visit = new Visit(Way.POLL_WITH_ETAG, Duration.ofSeconds(seconds));
      if (visit.mayFindNothing(Measurement.between(perMinute))) {
        visits.add(visit);
      }
    }
    return visits;
  }

  private void warmUp(Board board) {
    if (warmUp == 0) {
      return;
    }
    Measurement measurement =
        new Measurement(board, pages, seed, Duration.ofSeconds(warmUp), before);
    for (Way way : Way.values()) {
      say("Warming up");
      measurement.measure(
          way == Way.PUSH ? Visit.PUSH : new Visit(way, Duration.ofSeconds(1)), 600);
    }
  }

  private static void say(String line) {
    System.err.println("==> " + line);
  }

  private String head(Database db) {
    return """
        # Why not just poll?

        %s

            %s

        %,d pages are open on one Spring Boot application: Tomcat, Hibernate, %s; one table of
        %d rows of ten fields, of which one after the other is changed at a steady rate, each in a transaction of its own. Pages
        either have subscribed to the node over WebSocket, on the application's own port, or poll `GET` of all rows as JSON as an
        ordinary controller answers it: at a fixed interval, each from a random moment on (seed %d), over a connection
        that is kept. With an ETag the controller compares count and newest change of the table before it reads the rows, and
        answers 304; that is tried where there is something to gain: not where two changes and more come between a page's polls.

        The pages are another process. Bytes are counted at its sockets: payload and what HTTP or WebSocket adds. A request has
        the fewest headers that do; those of a browser add about 500 bytes, and cookies more. Push sends each change as an Atom
        entry, the default; JSON is shorter. CPU: milliseconds of a core for each second, so that 1,000 is one core. Delay: from the
        call of commit() until a page knows the change, or a later one. Every event came once and in order, every answer had all
        that was committed before it was asked for, else there were no table. Each line is one stretch of %d s, or one interval
        if that is longer; columns that say "push = 1" are ratios in this run.
        """
        .formatted(Machine.words(), commandLine, pages, db.words(), rows, seed, window);
  }
}
