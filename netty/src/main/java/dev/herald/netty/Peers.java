package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Who is at the other end of a channel. */
final class Peers {

  /** An address as a number: nothing else gets into a log or a limit. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

  private Peers() {}

  static Peer of(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls == null
        ? new Peer(address(channel), isLoopback(channel), null, null)
        : new Peer(address(channel), true, null, null, new TlsBinding(tls));
  }

  /**
   * Who has sent a request. What a proxy on this machine says of the way to it counts: the last
   * address of {@code X-Forwarded-For} is the one that it has seen itself, and passwords are taken
   * only if that way was TLS.
   */
  static Peer of(Channel channel, HttpHeaders headers) {
    Peer direct = of(channel);
    List<String> hops = headers.getAll("X-Forwarded-For");
    if (!isLoopback(channel) || (hops.isEmpty() && !headers.contains("Forwarded"))) {
      return direct;
    }
    String all = hops.isEmpty() ? "" : hops.get(hops.size() - 1);
    String last = all.substring(all.lastIndexOf(',') + 1).strip();
    boolean confidential = "https".equalsIgnoreCase(headers.get("X-Forwarded-Proto"));
    String address = ADDRESS.matcher(last).matches() ? last : direct.address();
    return new Peer(address, confidential, null, null);
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
