package dev.herald.spring.servlet;

import dev.herald.server.ServerSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * XEP-0156: where the endpoints are, as host-meta (RFC 6415) in XML and in JSON. The properties say
 * to herald.js what XEP-0156 has no word for: domain, service, and the endpoints as references
 * relative to the application, which hold behind any proxy.
 */
public final class HostMetaServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  public static final String WEBSOCKET_PATH = "/xmpp-websocket";
  public static final String BOSH_PATH = "/http-bind";

  private static final String REL = "urn:xmpp:alt-connections:";

  private final transient ServerSettings settings;
  private final transient JsonMapper json = new JsonMapper();

  public HostMetaServlet(ServerSettings settings) {
    this.settings = settings;
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
      response.getWriter().write(json.writeValueAsString(jrd(request)));
    } else {
      response.setContentType("application/xrd+xml");
      response.getWriter().write(xrd(request));
    }
  }

  private Map<String, Object> jrd(HttpServletRequest request) {
    Map<String, Object> jrd = new LinkedHashMap<>();
    jrd.put("properties", properties());
    jrd.put(
        "links",
        List.of(
            Map.of("rel", REL + "websocket", "href", base(request, "ws") + WEBSOCKET_PATH),
            Map.of("rel", REL + "xbosh", "href", base(request, "http") + BOSH_PATH)));
    return jrd;
  }

  private String xrd(HttpServletRequest request) {
    StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='utf-8'?>\n");
    xml.append("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>\n");
    properties()
        .forEach(
            (type, value) ->
                xml.append("  <Property type='%s'>%s</Property>\n".formatted(type, value)));
    xml.append(link("websocket", base(request, "ws") + WEBSOCKET_PATH));
    xml.append(link("xbosh", base(request, "http") + BOSH_PATH));
    return xml.append("</XRD>\n").toString();
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("urn:herald:domain", settings.domain());
    properties.put("urn:herald:service", settings.service());
    properties.put("urn:herald:websocket", WEBSOCKET_PATH.substring(1));
    properties.put("urn:herald:bosh", BOSH_PATH.substring(1));
    return properties;
  }

  private static String link(String rel, String href) {
    return "  <Link rel='%s%s' href='%s'/>\n"
        .formatted(
            REL, rel, href.replace("&", "&amp;").replace("'", "&apos;").replace("<", "&lt;"));
  }

  private static String base(HttpServletRequest request, String scheme) {
    int port = request.getServerPort();
    boolean standard = port == (request.isSecure() ? 443 : 80);
    return scheme
        + (request.isSecure() ? "s" : "")
        + "://"
        + request.getServerName()
        + (standard ? "" : ":" + port)
        + request.getContextPath();
  }
}
