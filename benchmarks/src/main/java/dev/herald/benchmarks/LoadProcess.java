package dev.herald.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A {@link LoadClient} that has been started. Its calls wait for the answer. */
final class LoadProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;

  private LoadProcess(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it, and waits until the publisher has logged in and created the nodes. */
  static LoadProcess start(Endpoint endpoint, Shape shape) {
    try {
      LoadProcess load =
          new LoadProcess(
              new ProcessBuilder(
                      JavaCommand.of(
                          LoadClient.class, "512m", LoadClient.arguments(shape, endpoint)))
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      load.answer();
      return load;
    } catch (IOException e) {
      throw new UncheckedIOException("The load client cannot be started", e);
    }
  }

  void connect(int subscribers) {
    ask(LoadClient.CONNECT + " " + subscribers);
  }

  void disconnect() {
    ask(LoadClient.DISCONNECT);
  }

  LoadResult measure(Pace pace, Duration time) {
    return LoadResult.parse(
        ask(
            LoadClient.MEASURE
                + " "
                + pace.outstanding()
                + " "
                + pace.perSecond()
                + " "
                + time.toMillis()));
  }

  private String ask(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The load client has ended", e);
    }
    return answer();
  }

  private String answer() {
    try {
      String answer = answers.readLine();
      if (answer == null || !answer.startsWith(LoadClient.OK)) {
        close();
        throw new IllegalStateException("The load client: " + answer);
      }
      return answer.substring(LoadClient.OK.length());
    } catch (IOException e) {
      throw new UncheckedIOException("The load client does not answer", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
