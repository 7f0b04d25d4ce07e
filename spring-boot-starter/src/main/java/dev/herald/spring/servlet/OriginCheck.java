package dev.herald.spring.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pages may connect: those of the application itself, and those of the configured origins.
 * Browsers state the origin (RFC 6454) with every WebSocket handshake and every POST; it stands in
 * for a CSRF token. Other clients send none, and carry nobody's cookies.
 */
public final class OriginCheck {

  private static final Logger log = LoggerFactory.getLogger(OriginCheck.class);

  private final Set<String> allowed;

  /**
   * @param allowed origins such as {@code https://shop.example}, or {@code *} for all
   */
  public OriginCheck(Set<String> allowed) {
    for (String origin : allowed) {
      if (!origin.equals("*") && !origin.matches("https?://[^/?#@\\s]+")) {
        throw new IllegalArgumentException(
            "'"
                + origin
                + "' in herald.allowed-origins is no origin; write it as scheme://host or"
                + " scheme://host:port, without a path");
      }
    }
    this.allowed = Set.copyOf(allowed.stream().map(o -> o.toLowerCase(Locale.ROOT)).toList());
  }

  /** Whether the request may be served. */
  boolean permits(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null || isForeignAllowed(origin) || isSame(origin, request)) {
      return true;
    }
    log.warn(
        "Refused a page of origin '{}' at '{}': allow it by herald.allowed-origins; behind a proxy"
            + " that changes the Host header, set X-Forwarded-Host there",
        origin.length() > 200 ? origin.substring(0, 200) : origin,
        request.getHeader("Host"));
    return false;
  }

  /** Whether the origin is another's that has been allowed. */
  boolean isForeignAllowed(String origin) {
    return allowed.contains("*") || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isSame(String origin, HttpServletRequest request) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null || host == null || (!scheme.equals("http") && !scheme.equals("https"))) {
      return false;
    }
    // A page that somebody on the way could have changed is not the same as the one over TLS.
    boolean secure =
        request.isSecure() || "https".equalsIgnoreCase(first(request, "X-Forwarded-Proto"));
    if (secure && !scheme.equals("https")) {
      return false;
    }
    int port = uri.getPort() < 0 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
    // A page cannot make a browser send X-Forwarded-Host to another origin without asking first
    // (a CORS preflight), so believing it lets no foreign page in.
    return isHost(request.getHeader("Host"), host, port)
        || isHost(first(request, "X-Forwarded-Host"), host, port);
  }

  private static boolean isHost(@Nullable String header, String host, int port) {
    if (header == null) {
      return false;
    }
    String bare = header.replaceFirst(":(80|443)$", "");
    boolean standard = port == 80 || port == 443;
    return bare.equalsIgnoreCase(standard ? host : host + ":" + port);
  }

  private static @Nullable String first(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? null : value.split(",", 2)[0].strip();
  }
}
