package dev.herald.benchmarks.save;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Saves for a while: in turns an insert and an update of the row that was inserted, each in a
 * transaction of its own.
 *
 * @param p50 of a transaction, in microseconds
 * @param perSecond transactions of all writers
 * @param cpu of this process for each, in microseconds, until all has been announced
 * @param waiting how many changes had not been announced when the writers ended
 */
record Window(double p50, double p99, double perSecond, double cpu, long waiting) {

  private static final AtomicLong IDS = new AtomicLong();

  static Window measure(Side side, int writers, Duration time)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      long cpu = cpuNanos();
      long begin = System.nanoTime();
      List<Future<Histogram>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        running.add(threads.submit(() -> save(side, begin + time.toNanos())));
      }
      Histogram all = new Histogram(3);
      for (Future<Histogram> one : running) {
        all.add(one.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      long waiting = side.waiting();
      side.drain();
      long count = all.getTotalCount();
      return new Window(
          all.getValueAtPercentile(50) / 1e3,
          all.getValueAtPercentile(99) / 1e3,
          count / seconds,
          (cpuNanos() - cpu) / 1e3 / count,
          waiting);
    } finally {
      threads.shutdownNow();
    }
  }

  static long nextId() {
    return IDS.incrementAndGet();
  }

  private static Histogram save(Side side, long end) {
    Histogram times = new Histogram(3);
    while (System.nanoTime() < end) {
      long id = nextId();
      long start = System.nanoTime();
      side.factory.inTransaction(session -> session.persist(new Invoice(id)));
      long inserted = System.nanoTime();
      times.recordValue(inserted - start);
      side.factory.inTransaction(session -> session.find(Invoice.class, id).change());
      times.recordValue(System.nanoTime() - inserted);
    }
    return times;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
