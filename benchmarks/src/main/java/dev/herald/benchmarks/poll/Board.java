package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.ProcessCpu;
import dev.herald.benchmarks.Server;
import dev.herald.benchmarks.board.BoardApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The application as a process, and its database. */
final class Board implements AutoCloseable {

  /** Of the application. */
  static final String HEAP = "512m";

  private static final int START_SECONDS = 120;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Database database;
  private final Server server;
  private final int port;

  private Board(Database database, Server server, int port) {
    this.database = database;
    this.server = server;
    this.port = port;
  }

  static Board start(Database database, int rows) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP, "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(BoardApplication.class.getName(), "--server.port=0", "--board.rows=" + rows));
    command.addAll(database.arguments());
    Server server = Server.start("The board", command, Map.of(), Server.newDirectory());
    try {
      String port = server.awaitLine(BoardApplication.LISTENING, START_SECONDS);
      return new Board(database, server, Integer.parseInt(port));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  static URI changes(int port) {
    return URI.create("http://127.0.0.1:" + port + "/changes");
  }

  int port() {
    return port;
  }

  ProcessHandle process() {
    return server.process();
  }

  /** Of the application so far, in microseconds. */
  long cpuMicros() {
    return ProcessCpu.micros(server.process());
  }

  /** Of the database so far, in microseconds. */
  long databaseMicros() {
    return database.cpuMicros();
  }

  /** Changes one row after the other from now on. */
  void change(int perMinute) {
    send(
        HttpRequest.newBuilder(URI.create(changes(port) + "?perMinute=" + perMinute))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Returns when the last change has been committed. */
  void stop() {
    send(HttpRequest.newBuilder(changes(port)).DELETE());
  }

  private void send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("The board answers " + answer.statusCode() + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The board does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
