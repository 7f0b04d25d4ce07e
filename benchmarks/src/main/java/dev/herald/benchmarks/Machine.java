package dev.herald.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where, when and how something was measured. */
public final class Machine {

  private Machine() {}

  public static String words() {
    return String.format(
        "%s, %d cores, %s %s, JDK %s.",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.vm.version"));
  }

  /** Without the paths of this machine. */
  public static String commandLine(String program, String[] args) {
    return Stream.concat(Stream.of(program), Stream.of(args))
        .map(word -> word.replaceAll("(?<![\\w.}])/\\S*/", ""))
        .map(word -> word.contains(" ") ? "'" + word + "'" : word)
        .collect(Collectors.joining(" "));
  }
}
