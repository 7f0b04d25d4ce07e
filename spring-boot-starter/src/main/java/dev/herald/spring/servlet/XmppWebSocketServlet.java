package dev.herald.spring.servlet;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The WebSocket handshake of RFC 7395, in any container that lets a request be upgraded. */
public final class XmppWebSocketServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient XmppServer server;
  private final transient OriginCheck origins;
  private final transient LoginSessions logins;
  private final transient SocketWriters writers = new SocketWriters();

  public XmppWebSocketServlet(XmppServer server, OriginCheck origins, LoginSessions logins) {
    this.server = server;
    this.origins = origins;
    this.logins = logins;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!Handshake.isAsked(request)) {
      response.setHeader("Upgrade", "websocket");
      response.sendError(426, "This is a WebSocket endpoint for XMPP (RFC 7395)");
      return;
    }
    if (!origins.permits(request)) {
      response.sendError(403, "Pages of this origin may not connect");
      return;
    }
    if (!Handshake.isOfVersion(request)) {
      response.setHeader("Sec-WebSocket-Version", Handshake.VERSION);
      response.sendError(426, "The WebSocket must be of version " + Handshake.VERSION);
      return;
    }
    String fault = Handshake.fault(request);
    if (fault != null) {
      response.sendError(400, fault);
      return;
    }
    Peer peer = logins.peer(request);
    Handshake.accept(request, response);
    request.upgrade(handler(request)).accept(server, peer, writers.next());
  }

  private static Class<? extends XmppUpgrade> handler(HttpServletRequest request) {
    ServletRequest original = request;
    while (original instanceof ServletRequestWrapper wrapper) {
      original = wrapper.getRequest();
    }
    boolean tomcat = original.getClass().getName().startsWith("org.apache.catalina.");
    return tomcat ? TomcatXmppUpgrade.class : XmppUpgrade.class;
  }
}
