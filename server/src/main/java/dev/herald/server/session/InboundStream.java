package dev.herald.server.session;

import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlStreamException;
import org.jspecify.annotations.Nullable;

/**
 * To whom a transport hands what its peer sends: a {@link Session} of this server, or whatever else
 * stands behind a web endpoint. Calls come one after the other, but {@link #closed} and {@link
 * #disconnect}, which come at any time. No method blocks.
 */
public interface InboundStream {

  /** The peer has opened its stream, or opened it again after authentication. */
  void opened(StreamHeader header);

  /** The peer has sent a complete top-level element. */
  void received(XmlElement element);

  /**
   * The peer has sent this many bytes, whatever they are.
   *
   * @return for how many nanoseconds the transport should not read
   */
  long heard(int count);

  /** What the peer has sent cannot be read. */
  void broken(XmlStreamException cause);

  /**
   * The peer has gone, or has closed its stream.
   *
   * @param by the connection that tells
   */
  void closed(Connection by, DisconnectReason reason);

  /** Ends the stream, from this side. Calls after the first do nothing. */
  void disconnect(@Nullable StreamError error, DisconnectReason reason);

  /** Whether the loss of the connection would not be the end. */
  boolean isResumable();
}
