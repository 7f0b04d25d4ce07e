package dev.herald.external.stream;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is read by elements. One thread may read while another writes.
 *
 * <p>What the server sends is bounded by {@link #LIMITS} only: it answers what it is asked.
 */
final class StanzaSocket implements AutoCloseable {

  /** 64 MiB for the names of all nodes in one answer. */
  private static final XmlLimits LIMITS = new XmlLimits(64 << 20, 1 << 20, 1_000, 1_000);

  private static final int BUFFER = 32 * 1024;

  private final ServerAddress address;
  private final boolean loopback;
  private final byte[] buffer = new byte[BUFFER];
  private final Queue<XmlElement> read = new ArrayDeque<>();
  private Socket socket;
  private boolean encrypted;
  private XmlStreamReader reader;
  private int at;
  private int end;
  private boolean streamClosed;
  private @Nullable XmlElement header;

  private StanzaSocket(ServerAddress address, Socket socket) {
    this.address = address;
    this.socket = socket;
    this.loopback = socket.getInetAddress().isLoopbackAddress();
    this.reader = newReader();
  }

  /**
   * Connects, without TLS for now.
   *
   * @throws ConnectionException when there is nobody
   */
  @SuppressWarnings("AddressSelection") // What is tried next is the next record of DNS.
  static StanzaSocket connect(ServerAddress address, Duration timeout) {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(address.host(), address.port()), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      return new StanzaSocket(address, socket);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new ConnectionException(
          e instanceof UnknownHostException
              ? "The XMPP server's host '%s' is not known: set its name (herald.xmpp.host)"
                  .formatted(address.host())
              : "The XMPP server %s cannot be reached (%s): it is not running, or set its host and port (herald.xmpp.host, herald.xmpp.port)"
                  .formatted(address, e.getMessage()),
          e);
    }
  }

  /** Whether the other end is this machine. */
  boolean isLoopback() {
    return loopback;
  }

  boolean isEncrypted() {
    return encrypted;
  }

  ServerAddress address() {
    return address;
  }

  /**
   * Goes on within TLS.
   *
   * @param domain whose certificate it must be
   * @throws ConnectionException when the certificate is refused
   */
  void startTls(@Nullable Path trusted, String domain) {
    try {
      SSLSocket secure =
          (SSLSocket)
              Certificates.trusting(trusted).createSocket(socket, domain, address.port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      socket = secure;
      encrypted = true;
      restart();
    } catch (SSLException e) {
      throw new ConnectionException(
          "The certificate of the XMPP server %s is refused (%s): it must be for '%s' and by somebody whom Java trusts, or name a file to trust (herald.xmpp.trusted-certificate)"
              .formatted(address, firstLine(e), domain),
          e);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** What comes now is a new stream. */
  void restart() {
    reader = newReader();
    at = 0;
    end = 0;
    header = null;
  }

  private XmlStreamReader newReader() {
    return XmlStreamReader.ofStream(
        LIMITS,
        new XmlStreamReader.Listener() {
          @Override
          public void streamOpened(XmlElement opened, String contentNamespace) {
            header = opened;
          }

          @Override
          public void element(XmlElement element) {
            read.add(element);
          }

          @Override
          public void streamClosed() {
            streamClosed = true;
          }
        });
  }

  void write(String xml) {
    write(xml.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Waits for the server's own header; a component's login needs its id. */
  XmlElement header() {
    while (header == null) {
      readMore();
    }
    return header;
  }

  /**
   * Waits for the next element.
   *
   * @throws ConnectionException when the stream ends, also by an error of the server
   */
  XmlElement next() {
    while (read.isEmpty()) {
      readMore();
    }
    XmlElement element = read.remove();
    if (element.is(Namespaces.STREAMS, "error")) {
      throw new ConnectionException(
          "The XMPP server %s has ended the stream: %s".formatted(address, streamError(element)));
    }
    return element;
  }

  private static String streamError(XmlElement error) {
    StringBuilder said = new StringBuilder();
    for (XmlElement child : error.children()) {
      said.append(said.isEmpty() ? "" : ", ");
      said.append(child.name().equals("text") ? '"' + child.text() + '"' : child.name());
    }
    return said.toString();
  }

  private void readMore() {
    try {
      if (streamClosed) {
        throw new ConnectionException(
            "The XMPP server %s has closed the stream".formatted(address));
      }
      if (at == end) {
        int length = socket.getInputStream().read(buffer);
        if (length < 0) {
          throw new ConnectionException(
              "The XMPP server %s has closed the connection".formatted(address));
        }
        at = 0;
        end = length;
      }
      // A stream restarts while it is listened to: then the rest is of the next one.
      at += reader.feed(buffer, at, end - at);
    } catch (SocketTimeoutException e) {
      throw new ConnectionException("The XMPP server %s does not answer".formatted(address), e);
    } catch (XmlStreamException e) {
      throw new ConnectionException(
          "What %s sends is not XMPP (%s): set the port for clients, or of a component the one for components (herald.xmpp.port)"
              .formatted(address, e.getMessage()),
          e);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private ConnectionException lost(IOException e) {
    return new ConnectionException(
        "The connection to the XMPP server %s is lost (%s)".formatted(address, e.getMessage()), e);
  }

  /** From now on waits for the server as long as it takes. */
  void waitForever() {
    try {
      socket.setSoTimeout(0);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up whatever it says.
    }
  }
}
