package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.node.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A {@link SharingProcess} and what it has said. */
final class Spoken {

  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Process process;
  private final String name;
  private int said;
  private String last = "";
  private boolean quiet;
  private boolean ended;
  // By the names of nodes.
  private final Map<String, Long> from = new HashMap<>();
  private final Map<String, List<Long>> told = new HashMap<>();
  private long latest;
  private boolean killed;

  private Spoken(Process process, String name) {
    this.process = process;
    this.name = name;
    Thread reader = new Thread(this::read, "what " + name + " says");
    reader.setDaemon(true);
    reader.start();
  }

  static Spoken start(String url, long seed, String name, int nodes) throws IOException {
    return new Spoken(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SharingProcess.class.getName(),
                url,
                String.valueOf(seed),
                name,
                String.valueOf(nodes))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start(),
        name);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private synchronized void hear(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("at") && words.length == 3) {
      from.put(words[1], Long.parseLong(words[2]));
    } else if (words[0].equals("told") && words.length == 6) {
      told.computeIfAbsent(words[2], node -> new ArrayList<>()).add(Long.parseLong(words[3]));
      latest = Math.max(latest, Long.parseLong(words[5]));
    }
    quiet |= line.equals("quiet");
    // Of one that is killed, the last line may be cut off.
    last = line;
    said++;
    notifyAll();
  }

  /** Tells from where on nodes of which the process says nothing are told. */
  synchronized void follow(String node, long version) {
    from.put(node, version);
  }

  synchronized int said() {
    return said;
  }

  synchronized long latest() {
    return latest;
  }

  void awaitLines(int lines) throws InterruptedException {
    await(() -> said >= lines, lines + " lines");
  }

  void awaitReady() throws InterruptedException {
    await(() -> said > 0, "it was ready");
  }

  void awaitQuiet() throws InterruptedException {
    await(() -> quiet, "it was quiet");
  }

  /** Waits until all is told that is in the change logs. */
  void awaitAll(Map<String, List<Change>> log) throws InterruptedException {
    for (String node : log.keySet()) {
      await(() -> isComplete(node, log), "the last change of " + node);
    }
  }

  private boolean isComplete(String node, Map<String, List<Change>> log) {
    List<Long> all = expected(node, log);
    List<Long> some = told.getOrDefault(node, List.of());
    return all.isEmpty()
        || (!some.isEmpty() && some.get(some.size() - 1).equals(all.get(all.size() - 1)));
  }

  private synchronized void await(BooleanSupplier condition, String what)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (ended || left <= 0) {
        throw new AssertionError(
            "%s %s before %s; its last line is '%s'"
                .formatted(name, ended ? "has ended" : "says nothing", what, last));
      }
      wait(left);
    }
  }

  void stopPublishing() {
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, and reads what it has said until then. */
  void kill() throws InterruptedException {
    // The process's own method would close the stream, and with it what was said before.
    process.toHandle().destroyForcibly();
    synchronized (this) {
      killed = true;
      while (!ended) {
        wait();
      }
    }
  }

  /** Each change once and in order, up to the last one unless the process was killed. */
  synchronized void check(Map<String, List<Change>> log) {
    assertThat(log.keySet()).containsAll(told.keySet());
    for (String node : log.keySet()) {
      List<Long> expected = expected(node, log);
      List<Long> heard = told.getOrDefault(node, List.of());
      // Between the start and the first look there may be more.
      long begin = expected.isEmpty() ? Long.MAX_VALUE : expected.get(0);
      List<Long> early = heard.stream().filter(version -> version < begin).toList();
      assertThat(early).as("%s at %s before it came", name, node).isSubsetOf(versions(node, log));
      assertThat(early).isSorted().doesNotHaveDuplicates();
      List<Long> rest = heard.subList(early.size(), heard.size());
      assertThat(rest)
          .as("%s at %s", name, node)
          .isEqualTo(
              killed ? expected.subList(0, Math.min(expected.size(), rest.size())) : expected);
      if (node.startsWith(SharingProcess.NODE)) {
        assertThat(early).as("%s at %s before its subscription", name, node).isEmpty();
      }
    }
  }

  private List<Long> expected(String node, Map<String, List<Change>> log) {
    Long begin = from.get(node);
    return begin == null
        ? List.of()
        : versions(node, log).stream().filter(version -> version > begin).toList();
  }

  private static List<Long> versions(String node, Map<String, List<Change>> log) {
    return Stream.ofNullable(log.get(node))
        .flatMap(List::stream)
        .filter(change -> change.notified() && change.kind() != Change.Kind.PEOPLE)
        .filter(change -> change.kind() != Change.Kind.CONFIGURED)
        .map(Change::version)
        .toList();
  }
}
