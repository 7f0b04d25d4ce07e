package dev.herald.server.web;

import dev.herald.xmpp.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0156: where the endpoints are, as host-meta (RFC 6415) in XML and in JSON. The properties say
 * to herald.js what XEP-0156 has no word for: domain, service, and the endpoints as references
 * relative to the application, which hold behind any proxy.
 *
 * @param domain the XMPP domain
 * @param service the address of the PubSub service
 * @param token where pages get tokens to log in by, relative to the application; null when the
 *     endpoints know by themselves who is logged in to it
 */
public record HostMeta(String domain, String service, @Nullable String token) {

  public static final String XML_PATH = "/.well-known/host-meta";
  public static final String JSON_PATH = "/.well-known/host-meta.json";
  public static final String WEBSOCKET_PATH = "/xmpp-websocket";
  public static final String BOSH_PATH = "/http-bind";

  private static final String REL = "urn:xmpp:alt-connections:";

  /** Of a server that is in the application. */
  public HostMeta(String domain, String service) {
    this(domain, service, null);
  }

  /**
   * The document as XML.
   *
   * @param secure whether the endpoints are reached over TLS
   * @param base host, port if it is not the standard one, and path, as in {@code example.com/app}
   */
  public String xml(boolean secure, String base) {
    StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='utf-8'?>\n");
    xml.append("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>\n");
    properties()
        .forEach(
            (type, value) -> {
              xml.append("  <Property type='").append(type).append("'>");
              XmlWriter.writeAttributeValue(value, xml);
              xml.append("</Property>\n");
            });
    links(secure, base)
        .forEach(
            (rel, href) -> {
              xml.append("  <Link rel='").append(rel).append("' href='");
              XmlWriter.writeAttributeValue(href, xml);
              xml.append("'/>\n");
            });
    return xml.append("</XRD>\n").toString();
  }

  /** The same in JSON. */
  public String json(boolean secure, String base) {
    String properties =
        properties().entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
            .collect(Collectors.joining(","));
    String links =
        links(secure, base).entrySet().stream()
            .map(
                entry ->
                    "{\"rel\":%s,\"href\":%s}"
                        .formatted(quoted(entry.getKey()), quoted(entry.getValue())))
            .collect(Collectors.joining(","));
    return "{\"properties\":{" + properties + "},\"links\":[" + links + "]}";
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("urn:herald:domain", domain);
    properties.put("urn:herald:service", service);
    properties.put("urn:herald:websocket", WEBSOCKET_PATH.substring(1));
    properties.put("urn:herald:bosh", BOSH_PATH.substring(1));
    if (token != null) {
      properties.put("urn:herald:token", token);
    }
    return properties;
  }

  private static Map<String, String> links(boolean secure, String base) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put(REL + "websocket", (secure ? "wss://" : "ws://") + base + WEBSOCKET_PATH);
    links.put(REL + "xbosh", (secure ? "https://" : "http://") + base + BOSH_PATH);
    return links;
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
