package dev.herald.spring.servlet;

import dev.herald.server.web.Origins;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pages may connect, by the headers of a servlet's request. */
public final class OriginCheck {

  private final Origins origins;

  /**
   * @param allowed origins such as {@code https://shop.example}, or {@code *} for all
   */
  public OriginCheck(Set<String> allowed) {
    this.origins = new Origins(allowed, "herald.allowed-origins");
  }

  /** Whether the request may be served. */
  boolean permits(HttpServletRequest request) {
    boolean secure =
        request.isSecure() || "https".equalsIgnoreCase(first(request, "X-Forwarded-Proto"));
    return origins.permits(
        request.getHeader("Origin"),
        secure,
        request.getHeader("Host"),
        first(request, "X-Forwarded-Host"));
  }

  /** Whether the origin is another's that has been allowed. */
  boolean isForeignAllowed(String origin) {
    return origins.isForeignAllowed(origin);
  }

  private static @Nullable String first(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? null : value.split(",", 2)[0].strip();
  }
}
