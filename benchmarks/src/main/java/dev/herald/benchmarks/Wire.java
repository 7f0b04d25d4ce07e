package dev.herald.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** One TCP connection of the load client. Used on its {@link EventLoop} only. */
public final class Wire {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final EventLoop.Peer peer;
  private final Traffic traffic;
  private final Deque<ByteBuffer> unwritten = new ArrayDeque<>(1);

  Wire(SocketChannel channel, SelectionKey key, EventLoop.Peer peer, Traffic traffic) {
    this.channel = channel;
    this.key = key;
    this.peer = peer;
    this.traffic = traffic;
  }

  /** Writes now what the socket takes, and the rest when it takes more. */
  public void write(byte[] bytes) {
    unwritten.add(ByteBuffer.wrap(bytes));
    if (unwritten.size() == 1) {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException("A connection broke: " + e.getMessage(), e);
      }
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void finishConnect() throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
    peer.connected(this);
  }

  /** Reads by an array that is not kept. */
  void read(byte[] buffer) throws IOException {
    int count = channel.read(ByteBuffer.wrap(buffer));
    if (count < 0) {
      throw new IOException("the server closed it");
    }
    traffic.read(count);
    peer.received(buffer, 0, count);
  }

  void flush() throws IOException {
    for (ByteBuffer next = unwritten.peek(); next != null; next = unwritten.peek()) {
      traffic.wrote(channel.write(next));
      if (next.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      unwritten.remove();
    }
    if (key.interestOps() != SelectionKey.OP_READ) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }
}
