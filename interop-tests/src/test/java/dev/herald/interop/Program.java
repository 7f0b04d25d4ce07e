package dev.herald.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program that runs beside the test: a server, or a client in another language. What it prints is
 * kept, both streams together, and is in the message of whatever goes wrong with it.
 */
final class Program implements AutoCloseable {

  private static final String END = new String("end of output");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final List<String> command;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> read = new ArrayList<>();

  private Program(Process process, List<String> command) {
    this.process = process;
    this.command = command;
    Thread reader = new Thread(this::readLines, "output of " + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  static Program start(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), List.copyOf(command));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
  }

  /** Runs a program to its end, which must be a good one. */
  static void run(List<String> command) {
    try (Program process = start(command, Map.of())) {
      process.awaitSuccess();
    }
  }

  /**
   * Reads on until a line passes.
   *
   * @throws AssertionError when the program ends before, or is silent for 30 seconds; with what it
   *     has printed
   */
  String awaitLine(Predicate<String> wanted) {
    String line = nextLine();
    while (!wanted.test(line)) {
      if (isEnd(line)) {
        throw new AssertionError("It ended too early: " + this);
      }
      line = nextLine();
    }
    return line;
  }

  /** Waits for its end, which must be a good one. */
  void awaitSuccess() {
    if (awaitExit() != 0) {
      throw new AssertionError("It failed: " + this);
    }
  }

  /** Waits for its end, which must be a bad one, and answers with all that it has printed. */
  String awaitFailure() {
    if (awaitExit() == 0) {
      throw new AssertionError("It should have failed: " + this);
    }
    return String.join("\n", read);
  }

  private int awaitExit() {
    while (!isEnd(nextLine())) {
      // All that it prints is kept in nextLine.
    }
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("It has closed its output and does not end: " + this);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private String nextLine() {
    try {
      String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("It has been silent for " + PATIENCE + ": " + this);
      }
      if (!isEnd(line)) {
        read.add(line);
      }
      return line;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a program may print the same words
  private static boolean isEnd(String line) {
    return line == END;
  }

  private IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for " + this, e);
  }

  private void readLines() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(its output broke off: " + e + ")");
    }
    lines.add(END);
  }

  /** Ends it: politely first, by force after five seconds. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw interrupted(e);
    }
  }

  /** Ends it by force, for one that takes its time and has nothing to lose. */
  void kill() {
    process.destroyForcibly();
    close();
  }

  @Override
  public String toString() {
    return String.join(" ", command) + "\n" + String.join("\n", read);
  }
}
