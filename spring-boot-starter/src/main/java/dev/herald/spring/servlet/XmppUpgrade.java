package dev.herald.spring.servlet;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that is a WebSocket from now on. Public because the container makes it. */
public class XmppUpgrade implements HttpUpgradeHandler {

  private static final Logger log = LoggerFactory.getLogger(XmppUpgrade.class);

  private @Nullable WebConnection connection;
  private @Nullable Accepted accepted;
  private @Nullable IncomingFrames incoming;

  private record Accepted(XmppServer server, Peer peer, SocketWriter writer) {}

  /** For whom the WebSocket is. A container may call {@link #init} before this, or after. */
  final synchronized void accept(XmppServer server, Peer peer, SocketWriter writer) {
    accepted = new Accepted(server, peer, writer);
    begin();
  }

  @Override
  public synchronized void init(WebConnection opened) {
    connection = opened;
    begin();
  }

  private void begin() {
    WebConnection open = connection;
    Accepted by = accepted;
    if (open == null || by == null) {
      return;
    }
    try {
      ServletWebSocketChannel channel =
          new ServletWebSocketChannel(
              by.peer(),
              by.server().settings().outboundBytes(),
              open.getOutputStream(),
              by.writer(),
              this::abort);
      IncomingFrames frames =
          new IncomingFrames(
              open.getInputStream(), channel, by.server().settings().xml().stanzaBytes());
      incoming = frames;
      frames.begin(by.server().accept(channel));
    } catch (IOException e) {
      throw new UncheckedIOException("The upgraded connection of " + by.peer() + " is closed", e);
    }
  }

  /** The container has closed the connection. */
  @Override
  public void destroy() {
    IncomingFrames frames;
    synchronized (this) {
      frames = incoming;
    }
    if (frames != null) {
      frames.lost();
    }
  }

  /** Closes the connection, whatever is written or read. */
  void abort() {
    WebConnection open;
    synchronized (this) {
      open = connection;
    }
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      // It closes all the same, and nobody is left to be told.
      log.debug("Closing an upgraded connection failed", e);
    }
  }
}
