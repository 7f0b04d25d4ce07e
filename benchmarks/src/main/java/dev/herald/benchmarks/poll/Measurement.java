package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.Histograms;
import dev.herald.benchmarks.LineProcess;
import dev.herald.benchmarks.Quiet;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures visits of one board, one after the other.
 *
 * @param pages how many are open at once
 * @param seed of when each page polls
 * @param window how long is measured at least
 * @param before how long pages are open before that at least
 */
record Measurement(Board board, int pages, long seed, Duration window, Duration before) {

  /** Opens the pages, changes rows, and measures when all is under way. */
  Sample measure(Visit visit, int perMinute) {
    Quiet.await(board.process());
    try (LineProcess client =
        LineProcess.start(
            "The client of " + visit.words(),
            PageClient.class,
            "1g",
            PageClient.arguments(visit.way(), board.port(), pages, visit.interval(), seed))) {
      Cpu cpu = Cpu.of(board);
      Count opening = Count.parse(client.ask(PageClient.OPEN));
      Cpu openingCpu = Cpu.of(board).minus(cpu);
      board.change(perMinute);
      // Not to begin or end while a change is on its way.
      count(client, visit.before(before).plus(between(perMinute).dividedBy(2)));
      cpu = Cpu.of(board);
      Count count = count(client, visit.window(window));
      Cpu taken = Cpu.of(board).minus(cpu);
      board.stop();
      Histogram delays = Histograms.parse(client.ask(PageClient.DELAYS));
      return new Sample(pages, perMinute, visit, opening, openingCpu, count, taken, delays);
    }
  }

  /** What the changes take when no page is open, in milliseconds of CPU a second. */
  double alone(int perMinute) {
    Quiet.await(board.process());
    board.change(perMinute);
    LockSupport.parkNanos(before.toNanos());
    Cpu cpu = Cpu.of(board);
    long start = System.nanoTime();
    LockSupport.parkNanos(window.toNanos());
    double taken = Cpu.of(board).minus(cpu).all();
    double seconds = (System.nanoTime() - start) / 1e9;
    board.stop();
    return taken / 1e3 / seconds;
  }

  /** The time between two changes. */
  static Duration between(int perMinute) {
    return Duration.ofMinutes(1).dividedBy(perMinute);
  }

  private static Count count(LineProcess client, Duration time) {
    return Count.parse(client.ask(PageClient.COUNT + " " + time.toMillis()));
  }
}
