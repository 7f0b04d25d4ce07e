package dev.herald.netty;

import dev.herald.server.script.ScriptConnection;
import dev.herald.server.script.ScriptTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** RFC 6120 over sockets: in the clear, by STARTTLS, and by TLS from the start (XEP-0368). */
final class TcpTransport implements ScriptTransport {

  private final int port;
  private final @Nullable SSLSocketFactory direct;
  private final @Nullable SSLSocketFactory startTls;

  private TcpTransport(
      int port, @Nullable SSLSocketFactory direct, @Nullable SSLSocketFactory startTls) {
    this.port = port;
    this.direct = direct;
    this.startTls = startTls;
  }

  static TcpTransport plain(int port) {
    return new TcpTransport(port, null, null);
  }

  static TcpTransport startTls(int port, SSLSocketFactory tls) {
    return new TcpTransport(port, null, tls);
  }

  static TcpTransport directTls(int port, SSLSocketFactory tls) {
    return new TcpTransport(port, tls, null);
  }

  @Override
  public ScriptConnection connect() {
    try {
      return new TcpConnection(
          direct == null
              ? new Socket(InetAddress.getLoopbackAddress(), port)
              : direct.createSocket(InetAddress.getLoopbackAddress(), port),
          startTls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
