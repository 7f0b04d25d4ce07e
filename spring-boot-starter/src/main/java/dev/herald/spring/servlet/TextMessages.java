package dev.herald.spring.servlet;

import dev.herald.server.session.DisconnectReason;
import dev.herald.server.websocket.WebSocketStream;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts text messages together from the parts in which they come. One that is too large is read to
 * its end and dropped before it is answered: a peer that still sends would not get the answer.
 */
final class TextMessages implements MessageHandler.Partial<String> {

  private static final Logger log = LoggerFactory.getLogger(TextMessages.class);

  /** How much of a message that is too large is read, in characters; beyond, nobody is answered. */
  private static final long MAX_DROPPED = 16L * 1024 * 1024;

  private final WebSocketStream stream;
  private final Session session;
  private final int limit;
  private final StringBuilder message = new StringBuilder();
  private long dropped;

  TextMessages(WebSocketStream stream, Session session, int limit) {
    this.stream = stream;
    this.session = session;
    this.limit = limit;
  }

  @Override
  public void onMessage(String part, boolean last) {
    if (dropped > 0 || message.length() + part.length() > limit) {
      drop(part, last);
    } else if (last) {
      message.append(part);
      String whole = message.toString();
      message.setLength(0);
      stream.received(whole);
    } else {
      message.append(part);
    }
  }

  private void drop(String part, boolean last) {
    dropped += message.length() + part.length();
    message.setLength(0);
    message.trimToSize();
    if (last) {
      dropped = 0;
      stream.receivedTooMuch();
    } else if (dropped > MAX_DROPPED) {
      stream.closed(DisconnectReason.PROTOCOL_ERROR);
      try {
        session.close(new CloseReason(CloseCodes.TOO_BIG, "message too big"));
      } catch (IOException e) {
        log.debug("Closing a WebSocket failed", e);
      }
    }
  }
}
