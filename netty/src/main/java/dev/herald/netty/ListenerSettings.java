package dev.herald.netty;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, and how. Ports: 0 for any that is free, null for none.
 *
 * @param bind the address of the interface, loopback unless others are to be served
 * @param tcpPort for XMPP over TCP, by STARTTLS and by direct TLS (XEP-0368)
 * @param httpPort for WebSocket and BOSH
 * @param componentPort for components (XEP-0114)
 * @param components the domain and the secret of each component
 * @param tls certificate and key; null for no TLS
 * @param allowPlaintext whether others than this machine may come without TLS
 * @param threads event loops; 0 for as many as there are processors
 * @param allowedOrigins origins of other sites whose pages may connect; {@code *} for all
 */
public record ListenerSettings(
    InetAddress bind,
    @Nullable Integer tcpPort,
    @Nullable Integer httpPort,
    @Nullable Integer componentPort,
    Map<String, String> components,
    @Nullable TlsSettings tls,
    boolean allowPlaintext,
    Set<String> allowedOrigins,
    int threads) {

  public ListenerSettings {
    components = Map.copyOf(components);
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (!bind.isLoopbackAddress() && tls == null && !allowPlaintext) {
      throw new IllegalArgumentException(
          "To listen on '"
              + bind.getHostAddress()
              + "' needs a certificate, since others could read along: set the TLS certificate and"
              + " key, or allow plaintext if a proxy in front does TLS");
    }
    for (Integer port : new Integer[] {tcpPort, httpPort, componentPort}) {
      if (port != null && (port < 0 || port > 65_535)) {
        throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port);
      }
    }
    if (threads < 0) {
      throw new IllegalArgumentException("There cannot be " + threads + " event loops");
    }
    if (componentPort != null && components.isEmpty()) {
      throw new IllegalArgumentException("The port for components needs components");
    }
  }

  /** On the loopback interface, ports for TCP and HTTP as given, no TLS. */
  public static ListenerSettings loopback(@Nullable Integer tcpPort, @Nullable Integer httpPort) {
    return new ListenerSettings(
        InetAddress.getLoopbackAddress(),
        tcpPort,
        httpPort,
        null,
        Map.of(),
        null,
        false,
        Set.of(),
        0);
  }

  public ListenerSettings withTls(TlsSettings settings) {
    return new ListenerSettings(
        bind,
        tcpPort,
        httpPort,
        componentPort,
        components,
        settings,
        allowPlaintext,
        allowedOrigins,
        threads);
  }

  public ListenerSettings withComponents(int port, Map<String, String> secrets) {
    return new ListenerSettings(
        bind, tcpPort, httpPort, port, secrets, tls, allowPlaintext, allowedOrigins, threads);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "ListenerSettings[bind=%s, tcp=%s, http=%s, component=%s, tls=%s]"
        .formatted(bind.getHostAddress(), tcpPort, httpPort, componentPort, tls);
  }
}
