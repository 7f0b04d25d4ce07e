package dev.herald.netty;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client's socket: literal text there, literal text back. Each wait for text has an end. */
final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    this.out = socket.getOutputStream();
  }

  static Wire plain(int port) throws IOException {
    return new Wire(connect(port, 0));
  }

  /** Whose system keeps little of what is not read. */
  static Wire small(int port) throws IOException {
    return new Wire(connect(port, 4096));
  }

  /** The server's side of a connection that comes, which keeps little of what is not read. */
  static Wire accepted(ServerSocket server) throws IOException {
    server.setSoTimeout(PATIENCE_MILLIS);
    Socket socket = server.accept();
    socket.setTcpNoDelay(true);
    socket.setSendBufferSize(16 * 1024);
    return new Wire(socket);
  }

  private static Socket connect(int port, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    return socket;
  }

  static Wire tls(int port) throws IOException {
    return plain(port).secured();
  }

  /**
   * The same connection, with TLS from now on.
   *
   * @param protocols such as {@code TLSv1.2}; those of the JDK when there are none
   */
  Wire secured(String... protocols) throws IOException {
    SSLSocket tls = tlsSocket();
    if (protocols.length > 0) {
      tls.setEnabledProtocols(protocols);
    }
    tls.startHandshake();
    return new Wire(tls);
  }

  /** Offers a protocol by ALPN. */
  Wire securedFor(String application) throws IOException {
    SSLSocket tls = tlsSocket();
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {application});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return new Wire(tls);
  }

  private SSLSocket tlsSocket() throws IOException {
    return (SSLSocket)
        TestCertificate.trustingAll().getSocketFactory().createSocket(socket, "localhost", 0, true);
  }

  SSLSocket tls() {
    return (SSLSocket) socket;
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Reads up to this text and with it. */
  String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("Waited for '" + end + "', got: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("Only " + bytes.length + " bytes of " + length + " came");
    }
    return bytes;
  }

  /** All that comes until the end of the connection, which may be a reset. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new IOException("The connection stays open after: " + all, e);
    } catch (IOException e) {
      // A reset: what came before it counts.
      all.write(("[" + e.getMessage() + "]").getBytes(StandardCharsets.UTF_8));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Sends a byte at a time, as slowly as this, until the server has ended the connection. */
  String drip(String text, Duration pace) throws IOException {
    socket.setSoTimeout((int) pace.toMillis());
    StringBuilder answer = new StringBuilder();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    for (int at = 0; System.nanoTime() < end; at = Math.min(at + 1, text.length() - 1)) {
      try {
        out.write(text.charAt(at));
        int next;
        while ((next = in.read()) >= 0) {
          answer.append((char) next);
        }
        return answer.toString();
      } catch (SocketTimeoutException e) {
        // Nothing yet: the next byte.
      } catch (IOException e) {
        return answer.toString();
      }
    }
    throw new IOException("A slow peer is not ended; got: " + answer);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
