package dev.herald.benchmarks;

/**
 * Where a server is and what it is called.
 *
 * @param port of WebSocket and BOSH
 * @param service the JID of its PubSub service
 */
public record XmppEndpoint(
    int port, String domain, String service, String webSocketPath, String boshPath)
    implements Endpoint {

  @Override
  public String words() {
    return String.join(" ", Integer.toString(port), domain, service, webSocketPath, boshPath);
  }
}
