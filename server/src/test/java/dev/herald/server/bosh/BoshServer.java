package dev.herald.server.bosh;

import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.server.session.DisconnectReason;
import dev.herald.xmpp.XmlLimits;
import java.time.Duration;

/** A server whose BOSH sessions live by a clock that tests move on. */
final class BoshServer implements AutoCloseable {

  /** What clients like Strophe send. */
  static final String USUAL =
      "to='localhost' wait='60' hold='1' ver='1.6' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'";

  private final XmppServer server;
  private final ManualTime time = new ManualTime();
  private final BoshEndpoint endpoint;

  BoshServer() {
    this(BoshLimits.DEFAULT);
  }

  BoshServer(BoshLimits limits) {
    this(limits, 10_000);
  }

  BoshServer(BoshLimits limits, long outboundBytes) {
    this(limits, outboundBytes, ClientRights.READ_ONLY);
  }

  BoshServer(BoshLimits limits, long outboundBytes, Authorization authorization) {
    server =
        new XmppServer(
            ServerSettings.defaults().withAnonymous(true),
            Accounts.NONE,
            authorization,
            new MemoryNodeStore());
    endpoint = new BoshEndpoint(XmlLimits.DEFAULT, limits, outboundBytes, server::accept, time);
  }

  BoshClient client() {
    return new BoshClient(endpoint, BoshClient.ANYBODY);
  }

  /** Logged in, with the usual terms. */
  BoshClient loggedIn() {
    BoshClient client = client();
    client.login(USUAL);
    return client;
  }

  XmppServer xmpp() {
    return server;
  }

  BoshEndpoint endpoint() {
    return endpoint;
  }

  void advance(Duration duration) {
    time.advance(duration);
  }

  long ended(DisconnectReason reason) {
    return server.sessions().disconnects(reason);
  }

  @Override
  public void close() {
    server.close();
  }
}
