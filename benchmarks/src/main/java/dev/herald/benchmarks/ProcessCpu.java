package dev.herald.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel knows of processes, from {@code /proc}. */
public final class ProcessCpu {

  /** USER_HZ is 100 on every Linux that Java runs on. */
  private static final long MICROS_PER_TICK = 10_000;

  private ProcessCpu() {}

  /** CPU time of a process and those that it started, in microseconds: user and system. */
  public static long micros(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
            .mapToLong(p -> ticks(read(p, "stat")))
            .sum()
        * MICROS_PER_TICK;
  }

  /** Resident memory of a process and those that it started, in bytes. */
  public static long residentBytes(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
            .mapToLong(p -> residentKib(read(p, "status")))
            .sum()
        * 1024;
  }

  /** utime and stime, fields 14 and 15 of proc(5); the name, field 2, may have spaces in it. */
  static long ticks(String stat) {
    if (stat.isEmpty()) {
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  static long residentKib(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** Empty when the process has ended. */
  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the CPU time of " + process.pid(), e);
    }
  }
}
