package dev.herald.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that has been started to be measured. Its files are in a directory that goes with it.
 */
public final class Server implements AutoCloseable {

  private static final String LOG = "output.log";

  /** How exactly it is known when a server is there. */
  private static final int TRIES_A_SECOND = 100;

  private final String name;
  private final Path directory;
  private final Process process;
  private boolean closed;

  private Server(String name, Path directory, Process process) {
    this.name = name;
    this.directory = directory;
    this.process = process;
  }

  public static Path newDirectory() {
    try {
      return Files.createTempDirectory("herald-benchmark");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listens on now: for servers that cannot be told to take any. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Server start(
      String name, List<String> command, Map<String, String> environment, Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(LOG).toFile());
    builder.environment().putAll(environment);
    try {
      Server server = new Server(name, directory, builder.start());
      // Nothing is left behind when the benchmark is ended.
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot start " + name + " by '" + String.join(" ", command) + "'", e);
    }
  }

  String name() {
    return name;
  }

  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Waits until somebody listens on the port. */
  public void awaitPort(int port, int seconds) {
    for (int tries = 0; tries < seconds * TRIES_A_SECOND; tries++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        pauseWhileAlive();
      }
    }
    throw new IllegalStateException(
        name + " does not listen after " + seconds + " s:\n" + output());
  }

  /** Waits for a line that starts so, and returns the rest of it. */
  public String awaitLine(String start, int seconds) {
    for (int tries = 0; tries < seconds * TRIES_A_SECOND; tries++) {
      // A line that is still being written has no end yet.
      String output = output();
      String whole = output.substring(0, output.lastIndexOf('\n') + 1);
      var line = whole.lines().filter(l -> l.startsWith(start)).findFirst();
      if (line.isPresent()) {
        return line.get().substring(start.length());
      }
      pauseWhileAlive();
    }
    throw new IllegalStateException(
        name + " does not say '" + start + "' after " + seconds + " s:\n" + output());
  }

  private void pauseWhileAlive() {
    try {
      if (process.waitFor(1_000 / TRIES_A_SECOND, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            name + " ended by " + process.exitValue() + ":\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + name + " starts", e);
    }
  }

  /** The end of what it has written. */
  String lastWords() {
    String output = output();
    return output.substring(Math.max(0, output.length() - 2_000));
  }

  private String output() {
    try {
      return Files.readString(directory.resolve(LOG), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process as a crash does; {@link #close} removes its files. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends the process and those that it started, and removes its files. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<ProcessHandle> all = Stream.concat(Stream.of(process()), process().descendants()).toList();
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    remove(directory);
  }

  /** Removes a directory of {@link #newDirectory}, if it is there. */
  public static void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove '" + directory + "'", e);
    }
  }
}
