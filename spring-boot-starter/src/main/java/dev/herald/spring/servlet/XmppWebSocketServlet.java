package dev.herald.spring.servlet;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The WebSocket handshake of RFC 7395, in any container with Jakarta WebSocket 2.1. */
public final class XmppWebSocketServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String SUBPROTOCOL = "xmpp";

  private final transient XmppServer server;
  private final transient OriginCheck origins;
  private final transient LoginSessions logins;

  public XmppWebSocketServlet(XmppServer server, OriginCheck origins, LoginSessions logins) {
    this.server = server;
    this.origins = origins;
    this.logins = logins;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      response.setHeader("Upgrade", "websocket");
      response.sendError(426, "This is a WebSocket endpoint for XMPP (RFC 7395)");
      return;
    }
    if (!origins.permits(request)) {
      response.sendError(403, "Pages of this origin may not connect");
      return;
    }
    if (!offersXmpp(request)) {
      response.sendError(400, "The WebSocket subprotocol must be 'xmpp' (RFC 7395, section 3.1)");
      return;
    }
    if (!(getServletContext().getAttribute(ServerContainer.class.getName())
        instanceof ServerContainer container)) {
      response.sendError(501, "The servlet container has no WebSocket support");
      return;
    }
    Peer peer = logins.peer(request);
    try {
      container.upgradeHttpToWebSocket(request, response, endpoint(peer), Map.of());
    } catch (DeploymentException e) {
      throw new ServletException(e);
    }
  }

  private static boolean offersXmpp(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .anyMatch(protocol -> protocol.strip().equalsIgnoreCase(SUBPROTOCOL));
  }

  private ServerEndpointConfig endpoint(Peer peer) {
    return ServerEndpointConfig.Builder.create(XmppWebSocketEndpoint.class, "/")
        .subprotocols(List.of(SUBPROTOCOL))
        .configurator(
            new ServerEndpointConfig.Configurator() {
              @Override
              public <T> T getEndpointInstance(Class<T> type) {
                return type.cast(new XmppWebSocketEndpoint(server, peer));
              }

              @Override
              public boolean checkOrigin(String origin) {
                // Done before, where the whole request can be seen.
                return true;
              }
            })
        .build();
  }
}
