package dev.herald.server.sasl;

import java.time.Duration;

/**
 * How many passwords may be tried from one address: an IPv4 address, or the /64 of an IPv6 one.
 * Beyond, each further attempt from there is refused without looking at it, until enough of the
 * failures are older than the window; a login that succeeds takes none of them away. Behind a proxy
 * that hides its clients' addresses all of them share one: then raise the number, or mend the
 * proxy.
 *
 * @param failures failed logins within the window
 * @param window how long a failure counts
 * @param addresses how many addresses are remembered; beyond, those go whose last failure is oldest
 */
public record LoginLimits(int failures, Duration window, int addresses) {

  /** 10 failures in 5 minutes, 10,000 addresses. */
  public static final LoginLimits DEFAULT = new LoginLimits(10, Duration.ofMinutes(5), 10_000);

  public LoginLimits {
    if (failures < 1 || addresses < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          "Limits of failed logins must be positive: %d failures in %s, %d addresses"
              .formatted(failures, window, addresses));
    }
  }
}
