package dev.herald.spring.servlet;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.session.OutboundQueue;
import dev.herald.server.websocket.WebSocketChannel;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one WebSocket: one message after the other, without blocking and without a thread of its
 * own, from a queue with a bound. So whoever saves waits for no reader, and a reader that stops is
 * cut off while all others go on.
 */
final class ServletWebSocketChannel implements WebSocketChannel {

  private static final Logger log = LoggerFactory.getLogger(ServletWebSocketChannel.class);

  /** How long one message may take before its reader counts as stopped, in milliseconds. */
  private static final long SEND_TIMEOUT = 20_000;

  /** To close a WebSocket can block: the container waits for what is being written. */
  private static final Executor CLOSER = closer();

  private final Session session;
  private final Peer peer;
  private final OutboundQueue queue;
  private final AtomicInteger work = new AtomicInteger();
  private volatile @Nullable CloseReason closing;
  private volatile Consumer<DisconnectReason> onBroken = reason -> {};

  ServletWebSocketChannel(Session session, Peer peer, long outboundBytes) {
    this.session = session;
    this.peer = peer;
    this.queue = new OutboundQueue(outboundBytes);
    session.getAsyncRemote().setSendTimeout(SEND_TIMEOUT);
  }

  /** Who is to be told when the peer does not read, or is gone. */
  void onBroken(Consumer<DisconnectReason> listener) {
    this.onBroken = listener;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void send(Outbound message) {
    if (closing != null) {
      return;
    }
    if (!queue.offer(message)) {
      onBroken.accept(DisconnectReason.SLOW_CONSUMER);
      return;
    }
    if (work.getAndIncrement() == 0) {
      sendNext();
    }
  }

  @Override
  public void close(int code, String reason) {
    closing = new CloseReason(CloseCodes.getCloseCode(code), reason);
    if (reason.startsWith(DisconnectReason.SLOW_CONSUMER.label())) {
      // What waits would not be read; the message that is being written is all there is.
      queue.clear();
      CLOSER.execute(this::closeNow);
    } else if (work.getAndIncrement() == 0) {
      sendNext();
    }
  }

  /** Called by one thread at a time: whoever takes {@code work} from zero, then each completion. */
  private void sendNext() {
    int seen = work.get();
    while (true) {
      Outbound next = queue.poll();
      if (next != null) {
        try {
          session.getAsyncRemote().sendText(next.xml(), this::sent);
        } catch (IllegalStateException | IllegalArgumentException e) {
          broken(e);
        }
        return;
      }
      if (closing != null) {
        CLOSER.execute(this::closeNow);
        return;
      }
      seen = work.addAndGet(-seen);
      if (seen == 0) {
        return;
      }
    }
  }

  private void sent(SendResult result) {
    Throwable failure = result.getException();
    if (failure != null) {
      broken(failure);
    } else {
      sendNext();
    }
  }

  private void broken(Throwable failure) {
    log.debug("Cannot write to {}", peer, failure);
    queue.clear();
    onBroken.accept(
        failure instanceof SocketTimeoutException
            ? DisconnectReason.SLOW_CONSUMER
            : DisconnectReason.CONNECTION_LOST);
    CLOSER.execute(this::closeNow);
  }

  private void closeNow() {
    CloseReason reason = closing;
    try {
      session.close(reason == null ? new CloseReason(CloseCodes.CLOSED_ABNORMALLY, "") : reason);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      log.debug("Closing the WebSocket of {} failed", peer, e);
    }
  }

  private static Executor closer() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            8,
            8,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "herald-websocket-closer");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
