package dev.herald.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fan-out costs at least when each message is one write: a program of one thread, a process of
 * its own, that writes the bytes it is given to as many sockets. Not XMPP: a connection says by
 * four bytes which node it subscribes to, and is welcomed by a frame; the publisher sends a node, a
 * length and the bytes.
 */
final class BareWriter {

  /** What the publisher says instead of a node. */
  static final int PUBLISHER = -1;

  /** What its line says when connections are taken; the port follows. */
  static final String LISTENING = "Listening on ";

  private static final byte[] WELCOME = WebSocketFraming.serverText(new byte[] {'o', 'k'});
  private static final int TRIGGER_HEAD = 8;

  private static final class Connection {
    final SocketChannel channel;
    final SelectionKey key;
    final Deque<ByteBuffer> unwritten = new ArrayDeque<>(1);
    @Nullable ByteBuffer triggers;
    boolean known;

    Connection(SocketChannel channel, SelectionKey key) {
      this.channel = channel;
      this.key = key;
    }
  }

  private final Map<Integer, List<Connection>> nodes = new HashMap<>();
  private final ByteBuffer frame = ByteBuffer.allocateDirect(64 * 1024);
  private final Selector selector = Selector.open();

  private BareWriter() throws IOException {}

  public static void main(String[] args) throws IOException {
    new BareWriter().run();
  }

  private void run() throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    System.out.println(LISTENING + listener.socket().getLocalPort());
    while (true) {
      selector.select(
          key -> {
            try {
              if (key.isAcceptable()) {
                accept(listener);
              } else {
                serve((Connection) key.attachment());
              }
            } catch (IOException e) {
              key.cancel();
              System.err.println("A connection broke: " + e.getMessage());
            }
          });
    }
  }

  private void accept(ServerSocketChannel listener) throws IOException {
    for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new Connection(channel, key));
    }
  }

  private void serve(Connection connection) throws IOException {
    if (connection.key.isWritable()) {
      flush(connection);
    }
    if (!connection.key.isReadable()) {
      return;
    }
    if (connection.triggers != null) {
      if (connection.channel.read(connection.triggers) < 0) {
        connection.channel.close();
        return;
      }
      connection.triggers.flip();
      while (writeNext(connection.triggers)) {}
      connection.triggers.compact();
      return;
    }
    ByteBuffer first = ByteBuffer.allocate(4);
    if (connection.channel.read(first) < 0) {
      connection.channel.close();
    } else if (connection.known || first.hasRemaining()) {
      throw new IOException("four bytes that say the node were expected, once");
    } else {
      welcome(connection, first.getInt(0));
    }
  }

  private void welcome(Connection connection, int node) throws IOException {
    connection.known = true;
    if (node == PUBLISHER) {
      connection.triggers = ByteBuffer.allocateDirect(256 * 1024);
    } else {
      nodes.computeIfAbsent(node, n -> new ArrayList<>()).add(connection);
    }
    write(connection, ByteBuffer.wrap(WELCOME));
  }

  /** Writes the next frame to all of its node, if it has come as a whole. */
  private boolean writeNext(ByteBuffer triggers) throws IOException {
    if (triggers.remaining() < TRIGGER_HEAD) {
      return false;
    }
    int node = triggers.getInt(triggers.position());
    int length = triggers.getInt(triggers.position() + 4);
    if (triggers.remaining() < TRIGGER_HEAD + length) {
      return false;
    }
    int from = triggers.position() + TRIGGER_HEAD;
    frame.clear().put(triggers.slice(from, length)).flip();
    triggers.position(from + length);
    for (Connection subscriber : nodes.getOrDefault(node, List.of())) {
      frame.rewind();
      write(subscriber, frame);
    }
    return true;
  }

  private static void write(Connection to, ByteBuffer bytes) throws IOException {
    if (to.unwritten.isEmpty()) {
      to.channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      to.unwritten.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
      to.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  private static void flush(Connection to) throws IOException {
    for (ByteBuffer next = to.unwritten.peek(); next != null; next = to.unwritten.peek()) {
      to.channel.write(next);
      if (next.hasRemaining()) {
        return;
      }
      to.unwritten.remove();
    }
    to.key.interestOps(SelectionKey.OP_READ);
  }
}
