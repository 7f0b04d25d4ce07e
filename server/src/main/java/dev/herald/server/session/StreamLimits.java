package dev.herald.server.session;

import java.time.Duration;

/**
 * What one stream, one user and one address may take up.
 *
 * @param sessions sessions at once, logged in or not
 * @param sessionsPerAccount sessions of one bare JID
 * @param sessionsPerAddress sessions of one remote address; those of the loopback interface are not
 *     counted, since a proxy on this machine brings everybody
 * @param pendingLogins logins whose password is being checked at once
 * @param loginTimeout how long a connection may last without a bound resource
 * @param idleTimeout after which silence a client is pinged
 * @param pingTimeout how long it may take to answer that
 * @param stanzasPerSecond stanzas that one session may send, as a mean; ten seconds' worth at once
 * @param bytesPerSecond the same in bytes
 * @param unackedStanzas stanzas that may wait for the client's acknowledgement (XEP-0198)
 * @param resumption how long a lost stream waits for its client (XEP-0198); zero for not at all
 */
public record StreamLimits(
    int sessions,
    int sessionsPerAccount,
    int sessionsPerAddress,
    int pendingLogins,
    Duration loginTimeout,
    Duration idleTimeout,
    Duration pingTimeout,
    int stanzasPerSecond,
    int bytesPerSecond,
    int unackedStanzas,
    Duration resumption) {

  public static final StreamLimits DEFAULT =
      new StreamLimits(
          10_000,
          100,
          1_000,
          1_000,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          1_000,
          1024 * 1024,
          1_000,
          Duration.ofMinutes(5));

  public StreamLimits {
    positive("sessions", sessions);
    positive("sessions per account", sessionsPerAccount);
    positive("sessions per address", sessionsPerAddress);
    positive("pending logins", pendingLogins);
    positive("stanzas per second", stanzasPerSecond);
    positive("bytes per second", bytesPerSecond);
    positive("unacknowledged stanzas", unackedStanzas);
    positive("login time-out in ms", loginTimeout.toMillis());
    positive("idle time-out in ms", idleTimeout.toMillis());
    positive("ping time-out in ms", pingTimeout.toMillis());
    if (resumption.isNegative()) {
      throw new IllegalArgumentException("The time for resumption is zero or more: " + resumption);
    }
  }

  private static void positive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("A limit must be positive: " + what + " was " + value);
    }
  }

  public StreamLimits withSessions(int all, int perAccount, int perAddress) {
    return new StreamLimits(
        all,
        perAccount,
        perAddress,
        pendingLogins,
        loginTimeout,
        idleTimeout,
        pingTimeout,
        stanzasPerSecond,
        bytesPerSecond,
        unackedStanzas,
        resumption);
  }

  public StreamLimits withPendingLogins(int pending) {
    return new StreamLimits(
        sessions,
        sessionsPerAccount,
        sessionsPerAddress,
        pending,
        loginTimeout,
        idleTimeout,
        pingTimeout,
        stanzasPerSecond,
        bytesPerSecond,
        unackedStanzas,
        resumption);
  }

  public StreamLimits withTimeouts(Duration login, Duration idle, Duration ping) {
    return new StreamLimits(
        sessions,
        sessionsPerAccount,
        sessionsPerAddress,
        pendingLogins,
        login,
        idle,
        ping,
        stanzasPerSecond,
        bytesPerSecond,
        unackedStanzas,
        resumption);
  }

  public StreamLimits withRate(int stanzas, int bytes) {
    return new StreamLimits(
        sessions,
        sessionsPerAccount,
        sessionsPerAddress,
        pendingLogins,
        loginTimeout,
        idleTimeout,
        pingTimeout,
        stanzas,
        bytes,
        unackedStanzas,
        resumption);
  }

  public StreamLimits withResumption(int unacked, Duration within) {
    return new StreamLimits(
        sessions,
        sessionsPerAccount,
        sessionsPerAddress,
        pendingLogins,
        loginTimeout,
        idleTimeout,
        pingTimeout,
        stanzasPerSecond,
        bytesPerSecond,
        unacked,
        within);
  }
}
