package dev.herald.spring.servlet;

import dev.herald.server.session.DisconnectReason;
import dev.herald.server.websocket.FrameHandler;
import dev.herald.server.websocket.FrameReader;
import dev.herald.server.websocket.WebSocketStream;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in on one WebSocket, for its stream. The container calls it on one thread at a time.
 */
final class IncomingFrames implements ReadListener, FrameHandler {

  private static final Logger log = LoggerFactory.getLogger(IncomingFrames.class);

  private static final int READ_BYTES = 8192;

  /** The codes by which clients close in order; browsers without a code of their own give none. */
  private static final Set<Integer> ORDERLY = Set.of(1000, 1001, FrameReader.NO_CODE);

  private final ServletInputStream in;
  private final ServletWebSocketChannel channel;
  private final FrameReader reader;
  private volatile @Nullable WebSocketStream stream;

  IncomingFrames(ServletInputStream in, ServletWebSocketChannel channel, int maxMessage) {
    this.in = in;
    this.channel = channel;
    this.reader = new FrameReader(maxMessage, this);
  }

  /** The session has begun, so that reading and writing may begin too. */
  void begin(WebSocketStream opened) {
    stream = opened;
    channel.begin(opened);
    in.setReadListener(this);
  }

  @Override
  public void onDataAvailable() throws IOException {
    // Not kept: most connections are idle most of the time.
    byte[] bytes = new byte[READ_BYTES];
    while (in.isReady() && !in.isFinished()) {
      int count = in.read(bytes);
      if (count < 0) {
        return;
      }
      reader.read(bytes, 0, count);
      WebSocketStream open = stream;
      if (open != null && !channel.isClosing()) {
        // A container has no way to let a socket wait; who goes too far is disconnected.
        long unused = open.heard(count);
      }
    }
  }

  @Override
  public void onAllDataRead() {
    lost();
  }

  @Override
  public void onError(Throwable failure) {
    // A connection that breaks is no fault of the server's.
    log.debug("The WebSocket of {} failed", channel.peer(), failure);
    lost();
  }

  /** The connection has ended, perhaps after a close. */
  void lost() {
    channel.abandon();
    WebSocketStream open = stream;
    if (open != null) {
      open.closed(DisconnectReason.CONNECTION_LOST);
    }
  }

  @Override
  public void message(byte[] utf8, int offset, int length) {
    WebSocketStream open = stream;
    if (open != null && !channel.isClosing()) {
      open.received(utf8, offset, length);
    }
  }

  @Override
  public void tooMuch() {
    WebSocketStream open = stream;
    if (open != null && !channel.isClosing()) {
      open.receivedTooMuch();
    }
  }

  @Override
  public void ping(byte[] data) {
    channel.pong(data);
  }

  @Override
  public void closed(int code) {
    channel.answerClose(code);
    WebSocketStream open = stream;
    if (open != null) {
      open.closed(
          ORDERLY.contains(code)
              ? DisconnectReason.CLIENT_CLOSED
              : DisconnectReason.CONNECTION_LOST);
    }
  }

  @Override
  public void violated(int code, String reason) {
    log.info("{} breaks the WebSocket protocol: {}", channel.peer(), reason);
    channel.close(code, reason);
    WebSocketStream open = stream;
    if (open != null) {
      open.closed(DisconnectReason.PROTOCOL_ERROR);
    }
  }
}
