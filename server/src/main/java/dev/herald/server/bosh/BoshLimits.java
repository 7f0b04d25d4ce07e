package dev.herald.server.bosh;

import java.time.Duration;

/**
 * What BOSH clients may ask for, and how many there may be. Durations are sent in whole seconds.
 *
 * @param longestWait the longest time that a request is held; it must be below the HTTP side's own
 *     timeout
 * @param hold how many requests of one session are held at once, at most
 * @param inactivity how long a client may go without a request
 * @param polling the shortest time between empty requests that do not wait; zero lets all pass
 * @param pause how long a client may announce to be away; zero for not at all
 * @param sessions sessions at once
 * @param sessionsPerAddress sessions at once from one remote address; behind a proxy that does not
 *     pass the address on, all clients have one
 */
public record BoshLimits(
    Duration longestWait,
    int hold,
    Duration inactivity,
    Duration polling,
    Duration pause,
    int sessions,
    int sessionsPerAddress) {

  /** 60 s wait, 2 held, 60 s inactivity, 5 s polling, 120 s pause; 10,000 and 1,000 sessions. */
  public static final BoshLimits DEFAULT =
      new BoshLimits(
          Duration.ofSeconds(60),
          2,
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(120),
          10_000,
          1_000);

  public BoshLimits {
    // The schema of section 22 has bytes and shorts for these.
    within("longestWait", longestWait.toSeconds(), 1, 65_535);
    within("hold", hold, 1, 254);
    within("inactivity", inactivity.toSeconds(), 1, 65_535);
    within("polling", polling.toSeconds(), 0, 65_535);
    within("pause", pause.toSeconds(), 0, 65_535);
    within("sessions", sessions, 1, Integer.MAX_VALUE);
    within("sessionsPerAddress", sessionsPerAddress, 1, Integer.MAX_VALUE);
  }

  public BoshLimits withSessions(int total, int perAddress) {
    return new BoshLimits(longestWait, hold, inactivity, polling, pause, total, perAddress);
  }

  public BoshLimits withInactivity(Duration longest) {
    return new BoshLimits(longestWait, hold, longest, polling, pause, sessions, sessionsPerAddress);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "BOSH's '%s' must be from %d to %d, not %d".formatted(name, least, most, value));
    }
  }
}
