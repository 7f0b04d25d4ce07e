package dev.herald.spring.servlet;

import dev.herald.server.XmppServer;
import dev.herald.server.bosh.BoshRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** XEP-0124: BOSH requests on the container's asynchronous servlets. */
public final class BoshServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Longer than any request is held, in milliseconds; only a fault lets it run out. */
  private static final long ASYNC_TIMEOUT = 120_000;

  /** How much of a request that is too large is read. */
  private static final long MAX_DROPPED_BYTES = 16L * 1024 * 1024;

  /** Room for the wrapper around a stanza. */
  private static final int WRAPPER_BYTES = 4096;

  private final transient XmppServer server;
  private final transient OriginCheck origins;
  private final transient LoginSessions logins;

  public BoshServlet(XmppServer server, OriginCheck origins, LoginSessions logins) {
    this.server = server;
    this.origins = origins;
    this.logins = logins;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!origins.permits(request)) {
      response.sendError(403, "Pages of this origin may not connect");
      return;
    }
    int limit = server.settings().xml().stanzaBytes() + WRAPPER_BYTES;
    byte[] content = request.getInputStream().readNBytes(limit + 1);
    if (content.length > limit) {
      // Read on for a while: a client that still sends would not get the answer.
      drop(request.getInputStream());
      response.sendError(413, "A BOSH request must not be larger than " + limit + " bytes");
      return;
    }
    allowOrigin(request, response);
    response.setContentType("text/xml; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    AsyncContext async = request.startAsync();
    async.setTimeout(ASYNC_TIMEOUT);
    server
        .bosh()
        .handle(
            new BoshRequest(new String(content, StandardCharsets.UTF_8), logins.peer(request)),
            new ServletAnswer(async));
  }

  @Override
  protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
    allowOrigin(request, response);
    response.setHeader("Access-Control-Allow-Methods", "POST, OPTIONS");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type");
    response.setHeader("Access-Control-Max-Age", "7200");
    response.setStatus(204);
  }

  private static void drop(InputStream content) throws IOException {
    long left = MAX_DROPPED_BYTES;
    byte[] dropped = new byte[8192];
    int read;
    while (left > 0 && (read = content.read(dropped)) >= 0) {
      left -= read;
    }
  }

  private void allowOrigin(HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader("Origin");
    response.addHeader("Vary", "Origin");
    if (origin != null && origins.isForeignAllowed(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }
}
