package dev.herald.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Where the server behind a bridge is, and how it proves to be the one of its domain. */
final class ServerAddress {

  private final BridgeSettings settings;
  private final @Nullable SslContext tls;

  /**
   * @throws IllegalArgumentException when the certificates to trust cannot be read
   */
  ServerAddress(BridgeSettings settings) {
    this.settings = settings;
    this.tls = settings.tls() == ServerTls.NONE ? null : context(settings);
  }

  private static SslContext context(BridgeSettings settings) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            // RFC 6120, section 13.7.1.2.1: by the names of RFC 6125, as for HTTPS.
            .endpointIdentificationAlgorithm("HTTPS");
    if (settings.tls() == ServerTls.DIRECT) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              "xmpp-client"));
    }
    try {
      if (settings.trust() != null) {
        builder.trustManager(settings.trust().toFile());
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' has no certificates in PEM that could be trusted: %s"
              .formatted(settings.trust(), e.getMessage()),
          e);
    }
  }

  /** TLS in which the server has to show a certificate for the domain. */
  SslHandler newTls(ByteBufAllocator allocator) {
    if (tls == null) {
      throw new IllegalStateException("There is no TLS to this server");
    }
    return tls.newHandler(allocator, settings.domain(), settings.port());
  }

  /**
   * The addresses to try, in this order. Waits for DNS.
   *
   * @throws UnknownHostException when there is none, or none that may be used without TLS
   */
  Deque<InetSocketAddress> resolve() throws UnknownHostException {
    Deque<InetSocketAddress> all = new ArrayDeque<>();
    for (InetAddress address : InetAddress.getAllByName(settings.host())) {
      if (settings.tls() == ServerTls.NONE && !address.isLoopbackAddress()) {
        throw new UnknownHostException(
            "'"
                + settings.host()
                + "' is another machine ("
                + address.getHostAddress()
                + "), to which TLS is required: passwords go there");
      }
      all.add(new InetSocketAddress(address, settings.port()));
    }
    return all;
  }

  BridgeSettings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return settings.host() + ":" + settings.port();
  }
}
