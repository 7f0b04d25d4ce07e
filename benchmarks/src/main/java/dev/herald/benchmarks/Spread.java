package dev.herald.benchmarks;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** The median of several samples, and how far they lie apart. */
public record Spread(double median, double min, double max) {

  public static Spread of(DoubleStream samples) {
    double[] sorted = samples.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("No samples");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** As {@code median (min–max)}. */
  public String format(int decimals) {
    String number = "%,." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, min, max);
  }
}
