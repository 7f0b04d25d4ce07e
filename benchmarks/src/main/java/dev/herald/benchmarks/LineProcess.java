package dev.herald.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * A process of this module that obeys lines, and ends with its input. Calls wait for the answer.
 */
public final class LineProcess implements AutoCloseable {

  private static final String OK = "ok ";
  private static final String FAILED = "failed ";

  private final String name;
  private final Process process;
  private final BufferedReader answers;

  private LineProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it, and waits until it says that it is ready.
   *
   * @param main calls {@link #obey}
   */
  public static LineProcess start(String name, Class<?> main, String heap, List<String> arguments) {
    try {
      LineProcess started =
          new LineProcess(
              name,
              new ProcessBuilder(JavaCommand.of(main, heap, arguments))
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      started.answer();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** In the process: is ready, and answers each line, which has been cut at its spaces. */
  public static void obey(Function<List<String>, String> answer) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println(OK);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(OK + answer.apply(List.of(line.split(" ", -1))));
    }
  }

  /** In the process: says what went wrong. */
  public static void fail(RuntimeException e) {
    System.out.println(FAILED + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
  }

  /**
   * Sends a line.
   *
   * @throws IllegalStateException when the process has failed
   */
  public String ask(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has ended", e);
    }
    return answer();
  }

  private String answer() {
    try {
      String answer = answers.readLine();
      if (answer == null || !answer.startsWith(OK)) {
        close();
        throw new IllegalStateException(name + ": " + answer);
      }
      return answer.substring(OK.length());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not answer", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
