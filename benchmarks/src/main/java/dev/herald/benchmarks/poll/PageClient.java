package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.EventLoop;
import dev.herald.benchmarks.Histograms;
import dev.herald.benchmarks.LineProcess;
import dev.herald.benchmarks.board.Commit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** The process that has the pages, so that the CPU of the application is its own. Obeys lines. */
final class PageClient {

  static final String OPEN = "open";
  static final String COUNT = "count";
  static final String DELAYS = "delays";

  private static final int OPENED_AT_ONCE = 32;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long CHECK_NANOS = Duration.ofMillis(10).toNanos();

  private final EventLoop loop;
  private final Pages pages;
  private final int count;
  private final boolean told;
  private final URI changes;
  private int begun;
  private int shown;
  private long from;
  private long to;

  private PageClient(EventLoop loop, Pages pages, int count, boolean told, int port) {
    this.loop = loop;
    this.pages = pages;
    this.count = count;
    this.told = told;
    this.changes = Board.changes(port);
  }

  /** The arguments of {@link #main}. */
  static List<String> arguments(Way way, int port, int count, Duration interval, long seed) {
    return List.of(
        way.name(),
        Integer.toString(port),
        Integer.toString(count),
        Long.toString(interval.toNanos()),
        Long.toString(seed));
  }

  public static void main(String[] args) throws IOException {
    Way way = Way.valueOf(args[0]);
    int port = Integer.parseInt(args[1]);
    try (EventLoop loop = new EventLoop()) {
      Pages pages =
          way == Way.PUSH
              ? new SubscribedPages(loop, port)
              : new PollingPages(loop, way, port, Long.parseLong(args[3]), Long.parseLong(args[4]));
      PageClient client =
          new PageClient(loop, pages, Integer.parseInt(args[2]), way == Way.PUSH, port);
      LineProcess.obey(client::obey);
    } catch (RuntimeException e) {
      LineProcess.fail(e);
    }
  }

  private String obey(List<String> words) {
    return switch (words.get(0)) {
      case OPEN -> open();
      case COUNT -> count(Duration.ofMillis(Long.parseLong(words.get(1))));
      case DELAYS -> Histograms.word(delays());
      default -> throw new IllegalArgumentException("Unknown: " + words);
    };
  }

  /** Opens all pages and waits until they show the rows; what that took. */
  private String open() {
    Count before = onLoop(this::soFar);
    CompletableFuture<Boolean> all = new CompletableFuture<>();
    loop.execute(
        () -> {
          for (int i = 0; i < Math.min(OPENED_AT_ONCE, count); i++) {
            openNext(all);
          }
        });
    loop.await(all, LIMIT, "Opening " + count + " pages");
    Count taken = onLoop(this::soFar).minus(before);
    loop.execute(pages::opened);
    return taken.line();
  }

  private void openNext(CompletableFuture<Boolean> all) {
    if (begun == count) {
      return;
    }
    pages.open(
        begun++,
        () -> {
          if (++shown == count) {
            all.complete(true);
          } else {
            openNext(all);
          }
        });
  }

  private String count(Duration time) {
    CompletableFuture<Count> counted = new CompletableFuture<>();
    loop.execute(
        () -> {
          Count before = soFar();
          from = before.nanos();
          to = from + time.toNanos();
          loop.at(to, () -> counted.complete(soFar().minus(before)));
        });
    return loop.await(counted, time.plus(LIMIT), "Counting").line();
  }

  /** Of the time that was counted last. All changes have been made. */
  private Histogram delays() {
    List<Commit> commits = commits();
    Delays delays = new Delays(commits, count);
    if (told) {
      awaitArrivals((long) commits.size() * count);
    }
    Histogram result = delays.between(from, to, onLoop(() -> List.copyOf(pages.arrivals())));
    if (told && delays.behind() > 0) {
      throw new IllegalStateException(delays.behind() + " pages were not told the last change");
    }
    return result;
  }

  private void awaitArrivals(long expected) {
    CompletableFuture<Boolean> all = new CompletableFuture<>();
    loop.execute(() -> check(expected, all));
    loop.await(all, LIMIT, "Waiting for " + expected + " events");
  }

  private void check(long expected, CompletableFuture<Boolean> all) {
    if (pages.arrivals().size() >= expected) {
      all.complete(true);
    } else {
      loop.at(System.nanoTime() + CHECK_NANOS, () -> check(expected, all));
    }
  }

  private List<Commit> commits() {
    try {
      String lines =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(changes).build(), BodyHandlers.ofString())
              .body();
      return lines.lines().map(PageClient::commit).toList();
    } catch (IOException e) {
      throw new IllegalStateException("The board does not say what it has changed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static Commit commit(String line) {
    String[] words = line.split(" ", -1);
    return new Commit(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  private Count soFar() {
    return new Count(
        pages.requests(),
        pages.messages(),
        pages.leftOut(),
        loop.traffic().in(),
        loop.traffic().out(),
        System.nanoTime());
  }

  private <T> T onLoop(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.get()));
    return loop.await(answer, LIMIT, "A question");
  }
}
