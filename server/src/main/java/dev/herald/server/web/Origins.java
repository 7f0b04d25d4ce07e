package dev.herald.server.web;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pages may connect: those of the server's own origin, and those that are configured.
 * Browsers state the origin (RFC 6454) with every WebSocket handshake and every POST; it stands in
 * for a CSRF token. Other clients send none, and carry nobody's cookies. Thread-safe.
 */
public final class Origins {

  private static final Logger log = LoggerFactory.getLogger(Origins.class);
  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://(\\[[^]]+]|[^:/]+)(?::(\\d+))?");

  private final Set<String> allowed;
  private final String setting;

  /**
   * @param allowed origins such as {@code https://shop.example}, or {@code *} for all
   * @param setting where they are configured, for what is said about them
   */
  public Origins(Set<String> allowed, String setting) {
    for (String origin : allowed) {
      if (!origin.equals("*") && !origin.matches("https?://[^/?#@\\s]+")) {
        throw new IllegalArgumentException(
            "'"
                + origin
                + "' in "
                + setting
                + " is no origin; write it as scheme://host or"
                + " scheme://host:port, without a path");
      }
    }
    this.setting = setting;
    this.allowed = Set.copyOf(allowed.stream().map(o -> o.toLowerCase(Locale.ROOT)).toList());
  }

  /**
   * Whether a request may be served.
   *
   * @param origin its header {@code Origin}
   * @param secure whether it came over TLS, as far as is known
   * @param hosts its headers {@code Host} and {@code X-Forwarded-Host}, where they are. A page
   *     cannot make a browser send the latter to another origin without asking first (a CORS
   *     preflight), so believing it lets no foreign page in
   */
  public boolean permits(@Nullable String origin, boolean secure, @Nullable String... hosts) {
    if (origin == null || isForeignAllowed(origin)) {
      return true;
    }
    for (String host : hosts) {
      if (host != null && isSame(origin, secure, host)) {
        return true;
      }
    }
    log.warn(
        "Refused a page of origin '{}' at '{}': allow it by {}; behind a proxy that changes the"
            + " Host header, set X-Forwarded-Host there",
        origin.length() > 200 ? origin.substring(0, 200) : origin,
        hosts.length == 0 ? "" : hosts[0],
        setting);
    return false;
  }

  /** Whether the origin is another's that has been allowed. */
  public boolean isForeignAllowed(String origin) {
    return allowed.contains("*") || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isSame(String origin, boolean secure, String header) {
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches()) {
      return false;
    }
    boolean https = parts.group(1).equals("https");
    // A page that somebody on the way could have changed is not the same as the one over TLS.
    if (secure && !https) {
      return false;
    }
    String stated = parts.group(3);
    String port = stated == null ? (https ? "443" : "80") : stated;
    boolean standard = port.equals("80") || port.equals("443");
    String bare = header.replaceFirst(":(80|443)$", "");
    return bare.equalsIgnoreCase(standard ? parts.group(2) : parts.group(2) + ":" + port);
  }
}
