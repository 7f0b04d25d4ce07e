package dev.herald.netty;

import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Authorization;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.StreamLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A server with its listeners on free ports of the loopback interface; anybody may log in. */
final class TestServer implements AutoCloseable {

  static final String NODE = "/news";

  /** How long a login and a request may take where that is what the test is about. */
  static final Duration SHORT = Duration.ofMillis(1_200);

  final XmppServer xmpp;
  final NettyListeners listeners;

  private TestServer(
      ServerSettings settings, ListenerSettings ports, Transport transport, Duration request) {
    this(settings, new ClientRights(true, List.of("*")), ports, transport, request);
  }

  private TestServer(
      ServerSettings settings,
      Authorization authorization,
      ListenerSettings ports,
      Transport transport,
      Duration request) {
    this.xmpp =
        new XmppServer(
            settings.withAnonymous(true),
            (name, password) -> false,
            authorization,
            new MemoryNodeStore());
    xmpp.pubSub().create(Actor.APPLICATION, NODE);
    this.listeners = NettyListeners.open(xmpp, ports, transport, request);
  }

  static TestServer on(Transport transport) {
    return with(ServerSettings.defaults(), transport);
  }

  static TestServer with(ServerSettings settings, Transport transport) {
    return new TestServer(
        settings, ListenerSettings.loopback(0, 0), transport, Duration.ofSeconds(20));
  }

  static TestServer with(StreamLimits limits, Transport transport) {
    return with(ServerSettings.defaults().withStreams(limits), transport);
  }

  static TestServer secure(ServerSettings settings, TlsSettings tls, Transport transport) {
    return new TestServer(
        settings, ListenerSettings.loopback(0, 0).withTls(tls), transport, Duration.ofSeconds(20));
  }

  static TestServer withPorts(ListenerSettings ports, Transport transport) {
    return new TestServer(ServerSettings.defaults(), ports, transport, Duration.ofSeconds(20));
  }

  /** All of it on one event loop, which asks the authorization what clients may do. */
  static TestServer ofOneLoop(
      ServerSettings settings, Authorization authorization, Transport transport) {
    ListenerSettings ports =
        new ListenerSettings(
            InetAddress.getLoopbackAddress(), 0, 0, null, Map.of(), null, false, Set.of(), 1);
    return new TestServer(settings, authorization, ports, transport, Duration.ofSeconds(20));
  }

  /** Where logins and requests must not take long. */
  static TestServer impatient(TlsSettings tls, Transport transport) {
    return new TestServer(
        ServerSettings.defaults()
            .withStreams(
                StreamLimits.DEFAULT.withTimeouts(
                    SHORT, Duration.ofMinutes(5), Duration.ofMinutes(1))),
        ListenerSettings.loopback(0, 0).withTls(tls),
        transport,
        SHORT);
  }

  int tcp() {
    return listeners.tcpPort().orElseThrow();
  }

  int http() {
    return listeners.httpPort().orElseThrow();
  }

  long ended(DisconnectReason reason) {
    return xmpp.sessions().disconnects(reason);
  }

  void publish(String id, String payload) {
    xmpp.pubSub().publish(Actor.APPLICATION, NODE, id, payload);
  }

  @Override
  public void close() {
    xmpp.close();
    listeners.close();
  }
}
