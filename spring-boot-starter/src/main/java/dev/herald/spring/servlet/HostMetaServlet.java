package dev.herald.spring.servlet;

import dev.herald.server.ServerSettings;
import dev.herald.server.web.HostMeta;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** XEP-0156: where the endpoints are. */
public final class HostMetaServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient HostMeta meta;

  public HostMetaServlet(ServerSettings settings) {
    this(new HostMeta(settings.domain(), settings.service()));
  }

  public HostMetaServlet(HostMeta meta) {
    this.meta = meta;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // Section 4.2 asks for it: clients of other origins look here first, and nothing is secret.
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cache-Control", "no-cache");
    response.setCharacterEncoding("UTF-8");
    if (request.getServletPath().endsWith(".json")) {
      response.setContentType("application/json");
      response.getWriter().write(meta.json(request.isSecure(), base(request)));
    } else {
      response.setContentType("application/xrd+xml");
      response.getWriter().write(meta.xml(request.isSecure(), base(request)));
    }
  }

  private static String base(HttpServletRequest request) {
    int port = request.getServerPort();
    boolean standard = port == (request.isSecure() ? 443 : 80);
    return request.getServerName() + (standard ? "" : ":" + port) + request.getContextPath();
  }
}
