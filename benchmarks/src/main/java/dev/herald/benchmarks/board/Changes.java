package dev.herald.benchmarks.board;

import jakarta.annotation.PreDestroy;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** Changes one row after the other, each in a transaction of its own, at a steady rate. */
@Component
class Changes implements ApplicationRunner {

  private final DepartureRepository departures;
  private final EntityManager entities;
  private final PlatformTransactionManager transactions;
  private final int rows;
  private final ScheduledExecutorService writer = Executors.newScheduledThreadPool(1);
  private final List<Commit> commits = new CopyOnWriteArrayList<>();
  private @Nullable Future<?> running;
  private long number;

  Changes(
      DepartureRepository departures,
      EntityManager entities,
      PlatformTransactionManager transactions,
      @Value("${board.rows}") int rows) {
    this.departures = departures;
    this.entities = entities;
    this.transactions = transactions;
    this.rows = rows;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    for (long id = 1; id <= rows; id++) {
      departures.save(new Departure(id));
    }
  }

  synchronized void start(int perMinute) {
    stop();
    commits.clear();
    running =
        writer.scheduleAtFixedRate(
            this::change, 0, TimeUnit.MINUTES.toNanos(1) / perMinute, TimeUnit.NANOSECONDS);
  }

  /** Returns when nothing is being changed any more. */
  synchronized void stop() {
    Future<?> last = running;
    running = null;
    try {
      if (last != null && last.isDone()) {
        last.get();
      }
      if (last != null) {
        last.cancel(false);
      }
      // The one that is being made while the others are cancelled.
      writer.submit(() -> {}).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A change has failed, and none came after it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the last change is made", e);
    }
  }

  /** Since the start, in their order. */
  List<Commit> commits() {
    return List.copyOf(commits);
  }

  private void change() {
    TransactionStatus transaction =
        transactions.getTransaction(TransactionDefinition.withDefaults());
    try {
      number++;
      departures.findById(1 + number % rows).orElseThrow().change(number);
      entities.flush();
      long called = System.nanoTime();
      transactions.commit(transaction);
      commits.add(new Commit(number, called, System.nanoTime()));
    } finally {
      if (!transaction.isCompleted()) {
        transactions.rollback(transaction);
      }
    }
  }

  @PreDestroy
  void close() {
    writer.shutdownNow();
  }
}
