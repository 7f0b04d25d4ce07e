package dev.herald.spring.servlet;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.OutboundQueue;
import dev.herald.server.websocket.FrameBuffer;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out on one WebSocket, from a queue with a bound: whoever saves waits for no reader, and
 * a reader that stops is cut off while all others go on. The container's stream is written to by
 * the {@link SocketWriter}, or by whoever sends when that one is behind; it never blocks.
 */
final class ServletWebSocketChannel implements WebSocketChannel, WriteListener {

  private static final Logger log = LoggerFactory.getLogger(ServletWebSocketChannel.class);

  /** How long a write may make no progress before its reader counts as stopped. */
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** How long the peer has to answer a close; a socket closed at once would lose the last words. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Peer peer;
  private final OutboundQueue queue;
  private final ServletOutputStream out;
  private final SocketWriter writer;
  private final Runnable abort;

  private final AtomicBoolean waiting = new AtomicBoolean();
  private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();
  private final AtomicReference<byte @Nullable []> pong = new AtomicReference<>();
  private volatile boolean full;
  private volatile boolean answered;
  private volatile boolean gone;
  private volatile @Nullable WebSocketStream stream;

  private final Object writing = new Object();

  // Guarded by writing.
  private @Nullable FrameBuffer rest;
  private int written;
  private boolean closeWritten;
  private boolean ended;
  private boolean watched;
  private long fullSince;

  private record Closing(int code, String reason) {}

  ServletWebSocketChannel(
      Peer peer, long outboundBytes, ServletOutputStream out, SocketWriter writer, Runnable abort) {
    this.peer = peer;
    this.queue = new OutboundQueue(outboundBytes);
    this.out = out;
    this.writer = writer;
    this.abort = abort;
  }

  /** The session has begun, so that writing may begin too. */
  void begin(WebSocketStream opened) {
    stream = opened;
    out.setWriteListener(this);
    wake();
  }

  @Override
  public Peer peer() {
    return peer;
  }

  boolean isClosing() {
    return closing.get() != null;
  }

  @Override
  public void send(Outbound message) {
    if (isClosing()) {
      return;
    }
    if (!queue.offer(message)) {
      // The writer may be behind, and not the reader: whoever sends then does a share of its work.
      if (!full && flush()) {
        wake();
      }
      if (!queue.offer(message)) {
        slow();
        return;
      }
    }
    if (!full) {
      wake();
    }
  }

  /** Answers a ping; of those that wait, only the newest (RFC 6455, section 5.5.3). */
  void pong(byte[] data) {
    pong.set(data);
    wake();
  }

  @Override
  public void close(int code, String reason) {
    if (!closing.compareAndSet(null, new Closing(code, reason))) {
      return;
    }
    if (reason.startsWith(DisconnectReason.SLOW_CONSUMER.label())) {
      // What waits would not be read; what is being written is all there is.
      queue.clear();
      writer.later(this::end, LINGER_NANOS);
    }
    wake();
  }

  /** The peer has sent its close frame: it is answered, unless it was the answer. */
  void answerClose(int code) {
    if (closing.compareAndSet(null, new Closing(code, ""))) {
      queue.clear();
    }
    answered = true;
    wake();
  }

  /** The connection is gone; nothing can be written any more. */
  void abandon() {
    closing.compareAndSet(null, new Closing(1001, ""));
    gone = true;
    wake();
  }

  @Override
  public void onWritePossible() {
    full = false;
    wake();
  }

  @Override
  public void onError(Throwable failure) {
    lost(failure);
  }

  private void wake() {
    if (waiting.compareAndSet(false, true)) {
      writer.add(this);
    }
  }

  private void slow() {
    WebSocketStream open = stream;
    if (open != null) {
      open.slow();
    }
  }

  private void lost(Throwable failure) {
    log.debug("Cannot write to {}", peer, failure);
    abandon();
    WebSocketStream open = stream;
    if (open != null) {
      open.closed(DisconnectReason.CONNECTION_LOST);
    }
  }

  /** What {@link SocketWriter} does with the channel in its turn. */
  void flushInTurn() {
    waiting.set(false);
    if (flush() && waiting.compareAndSet(false, true)) {
      writer.again(this);
    }
  }

  /** Writes a share of what waits, if the container takes it; whether to come again for more. */
  private boolean flush() {
    try {
      synchronized (writing) {
        return !ended && writeShare();
      }
    } catch (IOException | IllegalStateException e) {
      // Without the lock, since the session has locks of its own.
      lost(e);
      return false;
    }
  }

  private boolean writeShare() throws IOException {
    if (gone) {
      end();
      return false;
    }
    if (!isWritable()) {
      return false;
    }
    if (gather()) {
      write();
      return true;
    }
    if (closeWritten && answered) {
      end();
    }
    return false;
  }

  private boolean isWritable() {
    // Before the question: after it, the container may say already that it takes more.
    full = true;
    if (!out.isReady()) {
      watch();
      return false;
    }
    full = false;
    fullSince = 0;
    return true;
  }

  /** Whether there is something to write, which is in {@link #rest} then. */
  private boolean gather() {
    FrameBuffer buffer = rest;
    if (buffer != null && written < buffer.size()) {
      return true;
    }
    done();
    if (closeWritten) {
      return false;
    }
    buffer = writer.take();
    byte[] data = pong.getAndSet(null);
    if (data != null) {
      buffer.pong(data);
    }
    // Seen before the queue is: what was sent before the close stands before it.
    Closing last = closing.get();
    Outbound next = null;
    while (buffer.size() < SocketWriter.MAX_WRITE && (next = queue.poll()) != null) {
      buffer.text(next);
    }
    if (last != null && next == null && buffer.size() < SocketWriter.MAX_WRITE) {
      buffer.close(last.code(), last.reason());
      closeWritten = true;
      writer.later(this::end, LINGER_NANOS);
    }
    if (buffer.size() == 0) {
      writer.give(buffer);
      return false;
    }
    rest = buffer;
    written = 0;
    return true;
  }

  private void write() throws IOException {
    FrameBuffer buffer = rest;
    if (buffer == null) {
      return;
    }
    int size = Math.min(SocketWriter.MAX_WRITE, buffer.size() - written);
    out.write(buffer.array(), written, size);
    written += size;
    // Else the container writes on by itself, and must not be asked to.
    full = true;
    if (out.isReady()) {
      full = false;
      out.flush();
      if (written == buffer.size()) {
        done();
      }
    }
  }

  /** The container takes more, so it has done with the buffer that it was given. */
  private void done() {
    FrameBuffer buffer = rest;
    if (buffer != null) {
      rest = null;
      writer.give(buffer);
    }
  }

  /** Sees to it that a reader that stops is noticed; one look at a time. */
  private void watch() {
    if (fullSince == 0) {
      fullSince = System.nanoTime() | 1;
    }
    if (!watched) {
      watched = true;
      writer.later(this::look, STOPPED_NANOS);
    }
  }

  private void look() {
    synchronized (writing) {
      watched = false;
      if (ended || fullSince == 0) {
        return;
      }
      long left = fullSince + STOPPED_NANOS - System.nanoTime();
      if (left > 0) {
        watched = true;
        writer.later(this::look, left);
        return;
      }
      if (isClosing()) {
        end();
        return;
      }
    }
    slow();
  }

  /** Closes the connection. */
  private void end() {
    synchronized (writing) {
      if (!ended) {
        ended = true;
        rest = null;
        pong.set(null);
        queue.clear();
        abort.run();
      }
    }
  }
}
