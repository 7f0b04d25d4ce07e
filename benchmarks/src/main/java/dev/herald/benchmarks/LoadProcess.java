package dev.herald.benchmarks;

import java.time.Duration;

/** A {@link LoadClient} that has been started. Its calls wait for the answer. */
final class LoadProcess implements AutoCloseable {

  private final LineProcess process;

  private LoadProcess(LineProcess process) {
    this.process = process;
  }

  /** Starts it, and waits until the publisher has logged in and created the nodes. */
  static LoadProcess start(Endpoint endpoint, Shape shape) {
    return new LoadProcess(
        LineProcess.start(
            "The load client", LoadClient.class, "512m", LoadClient.arguments(shape, endpoint)));
  }

  void connect(int subscribers) {
    process.ask(LoadClient.CONNECT + " " + subscribers);
  }

  void disconnect() {
    process.ask(LoadClient.DISCONNECT);
  }

  LoadResult measure(Pace pace, Duration time) {
    return LoadResult.parse(
        process.ask(
            LoadClient.MEASURE
                + " "
                + pace.outstanding()
                + " "
                + pace.perSecond()
                + " "
                + time.toMillis()));
  }

  @Override
  public void close() {
    process.close();
  }
}
