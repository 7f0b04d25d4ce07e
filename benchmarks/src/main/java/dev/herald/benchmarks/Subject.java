package dev.herald.benchmarks;

import java.time.Duration;
import java.util.function.Supplier;

/** A server that is measured, with its load client. */
record Subject(Server server, LoadProcess load) implements AutoCloseable {

  /** Starts both; no subscriber is connected yet. */
  static Subject start(Target target, Shape shape) {
    Running running = target.start();
    try {
      return new Subject(running.server(), LoadProcess.start(running.endpoint(), shape));
    } catch (RuntimeException e) {
      running.server().close();
      throw new IllegalStateException(target.name() + ": " + e.getMessage(), e);
    }
  }

  String name() {
    return server.name();
  }

  void connect(int subscribers) {
    ask(
        () -> {
          load.connect(subscribers);
          return true;
        });
  }

  /** Ends the subscribers' streams, and waits until the server has nothing to do. */
  void disconnect() {
    ask(
        () -> {
          load.disconnect();
          return true;
        });
    Quiet.await(server.process());
  }

  Sample measure(Pace pace, Duration time) {
    long before = ProcessCpu.micros(server.process());
    LoadResult result = ask(() -> load.measure(pace, time));
    return new Sample(ProcessCpu.micros(server.process()) - before, result);
  }

  /** Says which server it was, and what it wrote last, when the load client fails. */
  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          name() + ": " + e.getMessage() + "\nIts last words:\n" + server.lastWords(), e);
    }
  }

  @Override
  public void close() {
    load.close();
    server.close();
  }
}
