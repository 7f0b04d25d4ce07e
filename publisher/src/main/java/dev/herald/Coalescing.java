package dev.herald;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long the changes of a row wait to be told as one, of which the latest state is told.
 *
 * @param window for how long a row has to be unchanged until it is told, in steps of milliseconds;
 *     10 ms to an hour, or zero to tell each change by itself
 * @param longest after which time a row is told that is changed again and again: the window, or up
 *     to a day. When both are the same, a row is told once in a window, at its end.
 */
public record Coalescing(Duration window, Duration longest) {

  /** Each change is told by itself, at once. */
  public static final Coalescing NONE = new Coalescing(Duration.ZERO, Duration.ZERO);

  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

  public Coalescing {
    if (!(window.isZero() && longest.isZero())
        && (window.compareTo(SHORTEST) < 0
            || window.compareTo(Duration.ofHours(1)) > 0
            || longest.compareTo(window) < 0
            || longest.compareTo(Duration.ofDays(1)) > 0)) {
      throw new IllegalArgumentException(
          ("Changes cannot be coalesced in a window of %s with a longest wait of %s: the window is 10 ms"
                  + " to an hour, and the longest wait that at least and a day at most")
              .formatted(window, longest));
    }
  }

  /**
   * Reads durations as {@link Published#coalesce} has them.
   *
   * @param longest the window if it is empty
   * @throws IllegalArgumentException when they are none, or are not allowed
   */
  static Coalescing of(String window, String longest) {
    if (window.isBlank() && !longest.isBlank()) {
      throw new IllegalArgumentException(
          "The longest wait '%s' needs a window: set coalesce, too".formatted(longest));
    }
    if (window.isBlank()) {
      return NONE;
    }
    Duration read = duration(window);
    return new Coalescing(read, longest.isBlank() ? read : duration(longest));
  }

  private static Duration duration(String text) {
    Matcher simple = SIMPLE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (simple.matches()) {
      long number = Long.parseLong(simple.group(1));
      return switch (simple.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'%s' is no duration: write it as 200ms, 5s, 1m or PT0.2S".formatted(text), e);
    }
  }

  /** Whether each change is told by itself. */
  public boolean isNone() {
    return window.isZero();
  }
}
