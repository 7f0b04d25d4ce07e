package dev.herald.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Measures servers, and is itself the load client: {@code script/benchmark}. */
@Command(
    name = "script/benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures the fan-out of servers beside a program that only writes the bytes.")
final class Benchmark implements Callable<Integer> {

  enum Server {
    HERALD,
    HERALD_ON_DISK,
    EJABBERD
  }

  @Option(
      names = "--scenarios",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: those of fan-out.")
  List<Scenario> scenarios = Scenario.ofFanOut();

  @Option(
      names = "--targets",
      split = ",",
      description = "Beside the bare writer: ${COMPLETION-CANDIDATES}. Default: HERALD, EJABBERD.")
  List<Server> targets = List.of(Server.HERALD, Server.EJABBERD);

  @Option(
      names = "--herald",
      paramLabel = "COMMAND",
      description = "What starts Herald. Default: ${DEFAULT-VALUE}")
  String herald = HeraldTarget.COMMAND;

  @Option(names = "--long", description = "Nine pairs of 5 s instead of five of 1 s.")
  boolean isLong;

  @Option(names = "--pairs", paramLabel = "N", description = "How many pairs.")
  @Nullable Integer pairs;

  @Option(names = "--window", paramLabel = "SECONDS", description = "How long each half of a pair.")
  @Nullable Integer window;

  @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Before the pairs.")
  @Nullable Integer warmUp;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "docs/measurements/fan-out.md",
      description = "Write the report to a file too. Without a name: ${FALLBACK-VALUE}.")
  @Nullable Path file;

  private final String commandLine;

  Benchmark(String commandLine) {
    this.commandLine = commandLine;
  }

  public static void main(String[] args) {
    String commandLine = Machine.commandLine("script/benchmark", args);
    System.exit(
        new CommandLine(new Benchmark(commandLine))
            .setExecutionExceptionHandler(Benchmark::failed)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  /** What goes wrong with servers is said without a stack trace. */
  private static int failed(Exception e, CommandLine command, ParseResult arguments)
      throws Exception {
    if (e instanceof IllegalStateException || e instanceof IllegalArgumentException) {
      System.err.println("herald: " + e.getMessage());
      return 1;
    }
    throw e;
  }

  @Override
  public Integer call() throws IOException {
    Plan plan = plan();
    List<Target> servers = targets.stream().map(this::target).toList();
    List<Pair> fanOut = new ArrayList<>();
    FanOut measure = new FanOut(plan, Benchmark::say);
    byShape().forEach((shape, of) -> fanOut.addAll(measure.measure(shape, of, servers)));
    Report report = new Report();
    boolean comparesStores = targets.contains(Server.HERALD_ON_DISK);
    report.add(comparesStores ? "# Persistence\n" : "# Fan-out\n");
    report.add(Machine.words() + "\n\n    " + commandLine + "\n");
    if (!fanOut.isEmpty()) {
      report.add(
          "CPU of the server's process for each delivery of an entry of "
              + Stanzas.ENTRY_BYTES
              + " bytes, median (lowest–highest) of "
              + plan.pairs()
              + " pairs of "
              + plan.window().toSeconds()
              + " s (F: five times as long).\nThe ratio is that of each pair with the bare writer, which gives each message"
              + " of "
              + Stanzas.FRAME_BYTES
              + " bytes to each socket by one write.\nEvery subscriber got every item once and in"
              + " order.\n");
      fanOut.stream()
          .map(Pair::scenario)
          .distinct()
          .forEach(s -> report.add("- " + s + ": " + s.description()));
      report.add("");
      report.fanOut(fanOut);
    }
    if (comparesStores && targets.contains(Server.HERALD)) {
      report.add(
          """
          ## What a publish costs beyond memory

          Herald with its nodes in a directory (`herald serve --data`), which waits for the disk before it answers and
          notifies, beside the same with its nodes in memory, one right after the other. CPU of the server's process for each
          publish; time from a publish until the last subscriber has it and the publisher its answer.
          """);
      report.persistence(PublishCost.of(fanOut));
    }
    if (scenarios.contains(Scenario.F)) {
      report.add("## Latency (F), from publish to receipt\n");
      report.latency(fanOut);
    }
    if (scenarios.contains(Scenario.LOGIN)) {
      report.add("## " + Scenario.LOGIN.description() + "\n");
      report.logins(new Logins(plan, Benchmark::say).measure(Scenario.LOGIN.shape(), servers));
    }
    if (scenarios.contains(Scenario.IDLE)) {
      report.add("## " + Scenario.IDLE.description() + ", each\n");
      report.idle(new IdleMemory(Benchmark::say).measure(Scenario.IDLE.shape(), servers));
    }
    System.out.print(report.text());
    if (file != null) {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      Files.writeString(file, report.text());
    }
    return 0;
  }

  private Target target(Server server) {
    return switch (server) {
      case HERALD -> HeraldTarget.inMemory(herald);
      case HERALD_ON_DISK -> HeraldTarget.onDisk(herald);
      case EJABBERD -> new EjabberdTarget();
    };
  }

  /** Scenarios of one shape run together, so that their subscribers log in once. */
  private Map<Shape, List<Scenario>> byShape() {
    return scenarios.stream()
        .filter(Scenario::fansOut)
        .collect(Collectors.groupingBy(Scenario::shape, LinkedHashMap::new, Collectors.toList()));
  }

  private Plan plan() {
    Plan base = isLong ? Plan.LONG : Plan.QUICK;
    return new Plan(
        pairs == null ? base.pairs() : pairs,
        warmUp == null ? base.warmUp() : Duration.ofSeconds(warmUp),
        window == null ? base.window() : Duration.ofSeconds(window));
  }

  private static void say(String line) {
    System.err.println("==> " + line);
  }
}
