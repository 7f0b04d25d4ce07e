package demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of Debian's servers, started by a script of {@code deploy/local} with the files of {@code
 * deploy}, on loopback at ports of the system's choice.
 */
final class LocalServer implements AutoCloseable {

  private static final Path SCRIPTS = Path.of("../deploy/local").toAbsolutePath().normalize();
  private static final Pattern LISTENING = Pattern.compile("Listening: ([\\d.]+):(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, InetSocketAddress> listening = new HashMap<>();
  private final CompletableFuture<Map<String, InetSocketAddress>> started =
      new CompletableFuture<>();

  private LocalServer(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it and waits until it listens.
   *
   * @throws AssertionError when it ends before, or takes more than a minute; with what it has said
   */
  static LocalServer start(Map<String, String> environment, String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(SCRIPTS.resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      LocalServer server = new LocalServer(builder.start());
      server.await();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
  }

  private void await() {
    try {
      listening.putAll(started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new AssertionError("It has not started: " + String.join("\n", output), e);
    } catch (InterruptedException e) {
      kill();
      throw interrupted(e);
    }
  }

  private void read() {
    Map<String, InetSocketAddress> found = new HashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        Matcher address = LISTENING.matcher(line);
        if (address.matches()) {
          found.put(
              address.group(1),
              new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2))));
        } else if (line.equals("Started")) {
          started.complete(Map.copyOf(found));
        }
      }
      started.completeExceptionally(new IOException("its output has ended"));
    } catch (IOException e) {
      started.completeExceptionally(e);
    }
  }

  /** Where it listens on that address of loopback. */
  InetSocketAddress at(String address) {
    InetSocketAddress found = listening.get(address);
    if (found == null) {
      throw new IllegalArgumentException(
          "Nothing listens on %s, only on %s".formatted(address, listening));
    }
    return found;
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Ends at once the processes that it has started, and not itself. */
  void killChildren() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends it at once, as a failing machine does. */
  void kill() {
    killChildren();
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends it in order, or by force after five seconds. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      throw interrupted(e);
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for " + this, e);
  }

  @Override
  public String toString() {
    return String.join("\n", output);
  }
}
