package dev.herald.spring.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The headers of the WebSocket handshake (RFC 6455, section 4.2; RFC 7395, section 3.1). */
final class Handshake {

  static final String VERSION = "13";

  private static final String SUBPROTOCOL = "xmpp";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  static boolean isAsked(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  static boolean isOfVersion(HttpServletRequest request) {
    return VERSION.equals(request.getHeader("Sec-WebSocket-Version"));
  }

  /** What is wrong with the request, or null. */
  static @Nullable String fault(HttpServletRequest request) {
    if (!lists(request, "Connection", "upgrade")) {
      return "The header Connection must list 'Upgrade' (RFC 6455, section 4.2.1)";
    }
    String key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || !isKey(key)) {
      return "The header Sec-WebSocket-Key must be 16 bytes in Base64 (RFC 6455, section 4.2.1)";
    }
    if (!lists(request, "Sec-WebSocket-Protocol", SUBPROTOCOL)) {
      return "The WebSocket subprotocol must be 'xmpp' (RFC 7395, section 3.1)";
    }
    return null;
  }

  /** No extension is agreed upon: none of those offered is answered. */
  static void accept(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
    response.setHeader("Upgrade", "websocket");
    response.setHeader("Connection", "Upgrade");
    response.setHeader("Sec-WebSocket-Accept", answer(request.getHeader("Sec-WebSocket-Key")));
    response.setHeader("Sec-WebSocket-Protocol", SUBPROTOCOL);
  }

  private static boolean lists(HttpServletRequest request, String header, String token) {
    return Collections.list(request.getHeaders(header)).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key.strip()).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String answer(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key.strip() + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("WebSocket needs SHA-1, which every JDK must have", e);
    }
  }
}
