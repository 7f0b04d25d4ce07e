package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Machine;
import dev.herald.benchmarks.Report;
import dev.herald.benchmarks.Server;
import dev.herald.benchmarks.Stanzas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills stores, and measures servers on them: {@code script/scale}. */
@Command(
    name = "script/scale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures a server with more and more nodes.")
final class Scale implements Callable<Integer> {

  enum Kind {
    H2,
    POSTGRESQL
  }

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "N",
      description = "How many, ascending. Default: 100,1000,10000,100000.")
  List<Integer> nodes = List.of(100, 1_000, 10_000, 100_000);

  @Option(
      names = "--stores",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: both.")
  List<Kind> stores = List.of(Kind.values());

  @Option(
      names = "--write",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "docs/measurements/scale.md",
      description = "Write the report to a file too. Without a name: ${FALLBACK-VALUE}.")
  @Nullable Path file;

  private final String commandLine;
  private final Effort effort;
  private final Consumer<String> progress;

  Scale(String commandLine, Effort effort, Consumer<String> progress) {
    this.commandLine = commandLine;
    this.effort = effort;
    this.progress = progress;
  }

  public static void main(String[] args) {
    Scale scale =
        new Scale(
            Machine.commandLine("script/scale", args),
            Effort.FULL,
            line -> System.err.println("==> " + line));
    System.exit(new CommandLine(scale).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    String text = measure();
    System.out.print(text);
    if (file != null) {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      Files.writeString(file, text);
    }
    return 0;
  }

  /** The report. */
  String measure() {
    List<Stage> stages = new ArrayList<>();
    List<AllInUse> all = new ArrayList<>();
    for (Kind kind : stores) {
      try (Store store = open(kind)) {
        stages.addAll(grow(store));
        int most = nodes.get(nodes.size() - 1);
        progress.accept(store.name() + ": all of " + most + " nodes in use");
        all.add(AllInUse.measure(store, most, effort));
      }
    }
    return report(stages, all);
  }

  private Store open(Kind kind) {
    Store store = kind == Kind.H2 ? new H2Store(Server.newDirectory()) : PostgresStore.start();
    // Nothing is left behind when the run is ended.
    Runtime.getRuntime().addShutdownHook(new Thread(store::close));
    return store;
  }

  private List<Stage> grow(Store store) {
    List<Stage> stages = new ArrayList<>();
    try (RunningServer server = RunningServer.start(store)) {
      stages.add(Stage.empty(store, server));
    }
    int there = 0;
    for (int count : nodes) {
      progress.accept(store.name() + ": from " + there + " to " + count + " nodes");
      long start = System.nanoTime();
      store.add(there, count);
      progress.accept("made in %.1f s".formatted((System.nanoTime() - start) / 1e9));
      there = count;
      try (RunningServer server = RunningServer.start(store)) {
        stages.add(Stage.measure(store, server, count, effort));
      }
      Report soFar = new Report();
      new ScaleReport(soFar).requests(withNodes(stages));
      progress.accept("so far, in ms:\n\n" + soFar.text());
    }
    return stages;
  }

  private static List<Stage> withNodes(List<Stage> stages) {
    return stages.stream().filter(stage -> stage.nodes() > 0).toList();
  }

  private String report(List<Stage> stages, List<AllInUse> all) {
    Report report = new Report();
    ScaleReport tables = new ScaleReport(report);
    report.add("# Many nodes\n");
    report.add(Machine.words() + "\n\n    " + commandLine + "\n");
    report.add(
        """
        Each node has %1$d subscriptions of bare JIDs and %1$d items of %2$d bytes, as many as it keeps; each JID is
        subscribed to %3$d nodes. H2 is a directory of `herald serve --data`; PostgreSQL is Debian's with its own settings,
        and the same server on it through HikariCP. Both wait for the disk at each commit. The JVM has `-XX:+UseParallelGC
        -Xmx%4$s`.

        ## The server after its start

        Start: from the start of the process until it listens.
        """
            .formatted(
                Population.OF_NODE,
                Stanzas.ENTRY_BYTES,
                Population.NODES_OF_JID,
                RunningServer.HEAP));
    tables.server(stages);
    report.add(
        """
        ## Requests, in ms

        One client over WebSocket, which waits for each answer. Publish: at one node, %,d times, CPU of the server's process
        for each. First use: publishing at nodes that have not been used since the start. Page: %s names of nodes by disco,
        somewhere in the list. Subscriptions: all of one JID. Login: of that JID with presence, until it has the last item
        of each of its nodes.
        """
            .formatted(effort.publishes(), 100));
    tables.requests(withNodes(stages));
    report.add(
        """
        ## All nodes in use

        Who is at a node that has been used stays at hand until the process ends: this much of live heap for each. Then
        %d s of publishes at one node, one after the other, while the server looks through all nodes now and then. At last
        the process is killed, and started again.
        """
            .formatted(effort.loaded().toSeconds()));
    tables.allInUse(all);
    return report.text();
  }
}
