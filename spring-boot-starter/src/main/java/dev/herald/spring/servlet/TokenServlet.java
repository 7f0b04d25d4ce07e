package dev.herald.spring.servlet;

import dev.herald.server.sasl.jwt.JwtIssuer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;

/**
 * Gives a page what its user logs in with at an XMPP server of its own: {@code {"user": "ann@…",
 * "token": "…"}}. A visitor gets 204, or 401 where nobody may connect without a login.
 *
 * <p>Another site's page can send the request with the user's cookie, but not read the answer:
 * there is no CORS header.
 */
public final class TokenServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient JwtIssuer issuer;
  private final String domain;
  private final Duration lifetime;
  private final boolean anonymous;

  /**
   * Gives tokens.
   *
   * @param lifetime just long enough to log in, for a token cannot be called back
   * @param anonymous whether visitors may connect
   */
  public TokenServlet(JwtIssuer issuer, String domain, Duration lifetime, boolean anonymous) {
    this.issuer = issuer;
    this.domain = domain;
    this.lifetime = lifetime;
    this.anonymous = anonymous;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    Principal principal = request.getUserPrincipal();
    if (principal == null) {
      response.setStatus(
          anonymous ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_UNAUTHORIZED);
    } else if (!LoginSessions.isConfidential(request)) {
      refuse(response, "Tokens are given over HTTPS only");
    } else {
      give(response, principal.getName());
    }
  }

  private void give(HttpServletResponse response, String name) throws IOException {
    String user;
    try {
      user = Jid.of(Jid.escapeLocal(name), domain, null).toString();
    } catch (StanzaException e) {
      refuse(response, "This user's name cannot be one at the XMPP server");
      return;
    }
    // An escaped local part has neither quotes nor backslashes other than those before hex digits.
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response
        .getWriter()
        .write(
            "{\"user\":\"%s\",\"token\":\"%s\"}"
                .formatted(user.replace("\\", "\\\\"), issuer.issue(name, lifetime)));
  }

  private static void refuse(HttpServletResponse response, String why) throws IOException {
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setContentType("text/plain");
    response.getWriter().write(why);
  }
}
