package dev.herald.external;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server that goes away and comes back on another port: passes bytes on to where
 * it is now.
 */
final class Relay implements AutoCloseable {

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable InetSocketAddress target;
  private volatile boolean silent;

  private Relay(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
  }

  static Relay to(InetSocketAddress target) {
    try {
      Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** From now on leads there; null for nowhere. What is connected is cut off. */
  void leadTo(@Nullable InetSocketAddress next) {
    target = next;
    open.forEach(Relay::end);
  }

  /** Takes everything and passes nothing on, as a network that is broken in between. */
  void beSilent(boolean now) {
    silent = now;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        InetSocketAddress to = target;
        if (to == null) {
          client.close();
          continue;
        }
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        try {
          server.connect(to);
          start(() -> pass(client, server));
          start(() -> pass(server, client));
        } catch (IOException e) {
          end(client);
        }
      } catch (IOException e) {
        // Closed, or the client has gone again.
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      InputStream input = from.getInputStream();
      byte[] buffer = new byte[8192];
      for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
        if (!silent) {
          to.getOutputStream().write(buffer, 0, length);
        }
      }
    } catch (IOException e) {
      // One end has gone; then the other goes too.
    }
    end(from);
    end(to);
    open.remove(from);
    open.remove(to);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    leadTo(null);
  }
}
