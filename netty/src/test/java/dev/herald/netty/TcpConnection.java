package dev.herald.netty;

import dev.herald.server.script.Inbox;
import dev.herald.server.script.Received;
import dev.herald.server.script.ScriptConnection;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A client on a socket, which reads when it is asked what comes next. */
final class TcpConnection implements ScriptConnection, XmlStreamReader.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final @Nullable SSLSocketFactory startTls;
  private final Inbox inbox = new Inbox();
  private final byte[] buffer = new byte[8192];
  private Socket socket;
  private XmlStreamReader reader = XmlStreamReader.ofStream(XmlLimits.DEFAULT, this);
  private @Nullable XmlElement header;
  private boolean secure;

  /**
   * @param startTls for STARTTLS with the first stream; null to leave the connection as it is
   */
  TcpConnection(Socket socket, @Nullable SSLSocketFactory startTls) {
    this.socket = socket;
    this.startTls = startTls;
  }

  @Override
  public void open(String to) {
    begin(to);
    if (startTls != null && !secure) {
      await(() -> inbox.peek() != null);
      if (inbox.peek() instanceof Received.Element) {
        secure(startTls);
        begin(to);
      }
    }
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && read(deadline)) {
      // Until it holds, or the time is over.
    }
  }

  private void begin(String to) {
    reader = XmlStreamReader.ofStream(XmlLimits.DEFAULT, this);
    header = null;
    send(
        "<?xml version='1.0'?><stream:stream xmlns='%s' xmlns:stream='%s' to='%s' version='1.0'>"
            .formatted(Namespaces.CLIENT, Namespaces.STREAMS, to));
    await(() -> header != null || inbox.peek() != null);
    XmlElement answer = header;
    if (answer == null
        || answer.attribute("id") == null
        || !"localhost".equals(answer.attribute("from"))
        || !"1.0".equals(answer.attribute("version"))) {
      throw new AssertionError("The stream is not opened by " + answer);
    }
  }

  private void secure(SSLSocketFactory tls) {
    require(Namespaces.STREAMS, "features");
    send("<starttls xmlns='" + Namespaces.TLS + "'/>");
    require(Namespaces.TLS, "proceed");
    try {
      socket = tls.createSocket(socket, "localhost", socket.getPort(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    secure = true;
  }

  private void require(String namespace, String name) {
    Received received = next(PATIENCE);
    if (!(received instanceof Received.Element element) || !element.xml().is(namespace, name)) {
      throw new AssertionError("STARTTLS waits for <%s/>, not %s".formatted(name, received));
    }
  }

  @Override
  public void send(String xml) {
    try {
      socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Received next(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (inbox.peek() == null && read(deadline)) {
      // Until there is something, or the time is over.
    }
    return inbox.next(Duration.ZERO);
  }

  /** Whether there was something to read before the deadline. */
  private boolean read(long deadline) {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      return false;
    }
    try {
      socket.setSoTimeout((int) millis);
      int length = socket.getInputStream().read(buffer);
      if (length < 0) {
        inbox.lost("the end of the connection");
      }
      for (int at = 0; at < length; ) {
        at += reader.feed(buffer, at, length - at);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      inbox.lost(e.toString());
      return true;
    }
  }

  @Override
  public void streamOpened(XmlElement opened, String contentNamespace) {
    header = opened;
  }

  @Override
  public void element(XmlElement element) {
    inbox.element(element);
  }

  @Override
  public void streamClosed() {
    inbox.ended();
  }

  @Override
  public void leave() {
    send("</stream:stream>");
  }

  @Override
  public void cut() {
    try {
      if (!secure) {
        // A reset, as when a cable is pulled and the machine at the other end asks in vain.
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
