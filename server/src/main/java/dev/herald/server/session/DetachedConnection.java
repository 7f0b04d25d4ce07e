package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.StreamError;
import org.jspecify.annotations.Nullable;

/** Stands where a connection was, until its client resumes the stream (XEP-0198, section 5). */
record DetachedConnection(Peer peer) implements Connection {

  @Override
  public void open(String domain, String streamId) {}

  /** What is sent meanwhile waits among what is not acknowledged. */
  @Override
  public void send(Outbound element) {}

  @Override
  public void close(@Nullable StreamError error, DisconnectReason reason) {}

  @Override
  public boolean findsSilentPeers() {
    return true;
  }
}
