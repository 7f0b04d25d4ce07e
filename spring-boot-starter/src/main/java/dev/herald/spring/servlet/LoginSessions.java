package dev.herald.spring.servlet;

import dev.herald.server.sasl.ChannelBinding;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.SessionRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ties XMPP sessions to the login of the web application that they came with: they end with it.
 *
 * <p>A token in the HTTP session stands for the login, rather than the session's id: the id changes
 * when it is renewed, and it is a secret.
 */
public final class LoginSessions implements HttpSessionListener {

  private static final String TOKEN = LoginSessions.class.getName() + ".token";

  private final SessionRegistry sessions;
  private final PrincipalAuthorities authorities;

  public LoginSessions(SessionRegistry sessions, PrincipalAuthorities authorities) {
    this.sessions = sessions;
    this.authorities = authorities;
  }

  /** Who sends this request. */
  Peer peer(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    HttpSession session = request.getSession(false);
    return new Peer(
        request.getRemoteAddr(),
        isConfidential(request),
        principal == null ? null : principal.getName(),
        principal == null || session == null ? null : token(session),
        ChannelBinding.NONE,
        principal == null ? Set.of() : authorities.of(principal));
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    end(event.getSession());
  }

  /** The user has logged out, whether or not the HTTP session goes on. */
  public void end(@Nullable HttpSession session) {
    if (session != null && session.getAttribute(TOKEN) instanceof String token) {
      sessions.endLogin(token);
    }
  }

  private static String token(HttpSession session) {
    synchronized (session) {
      if (session.getAttribute(TOKEN) instanceof String token) {
        return token;
      }
      String token = UUID.randomUUID().toString();
      session.setAttribute(TOKEN, token);
      return token;
    }
  }

  /** TLS, or this machine only. Behind a proxy on this machine, what it says of the way there. */
  static boolean isConfidential(HttpServletRequest request) {
    if (request.isSecure()) {
      return true;
    }
    if (!isLoopback(request.getRemoteAddr())) {
      return false;
    }
    boolean proxied =
        request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
    return !proxied || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
  }

  private static boolean isLoopback(String address) {
    try {
      // A literal address: nothing is looked up.
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
