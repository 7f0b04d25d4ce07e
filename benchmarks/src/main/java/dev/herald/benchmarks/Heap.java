package dev.herald.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The live heap of a server that is, or has started, a JVM. */
public final class Heap {

  private static final Pattern TOTAL =
      Pattern.compile("^Total\\s+[0-9]+\\s+([0-9]+)\\s*$", Pattern.MULTILINE);

  private Heap() {}

  /** What is reachable after a full collection, in bytes; empty when there is no JVM. */
  public static OptionalLong liveBytes(ProcessHandle server) {
    return Stream.concat(Stream.of(server), server.descendants())
        .filter(p -> p.info().command().filter(c -> c.endsWith("/java")).isPresent())
        .mapToLong(p -> total(jcmd(p.pid(), "GC.class_histogram")))
        .findFirst();
  }

  /** The sum that a class histogram ends with; the histogram is of live objects only. */
  static long total(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IllegalStateException("jcmd gave no class histogram: " + histogram);
    }
    return Long.parseLong(total.group(1));
  }

  private static String jcmd(long pid, String command) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  command)
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("jcmd cannot be run; is this a JDK?", e);
    }
  }
}
