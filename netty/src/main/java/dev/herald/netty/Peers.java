package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Who is at the other end of a channel. */
final class Peers {

  private Peers() {}

  static Peer of(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls == null
        ? new Peer(address(channel), isLoopback(channel), null, null)
        : new Peer(address(channel), true, null, null, new TlsBinding(tls));
  }

  static boolean isLoopback(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        && remote.getAddress() != null
        && remote.getAddress().isLoopbackAddress();
  }

  private static String address(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      InetAddress address = remote.getAddress();
      return address == null ? remote.getHostString() : address.getHostAddress();
    }
    // It is gone already.
    return "unknown";
  }
}
