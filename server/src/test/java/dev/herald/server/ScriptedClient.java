package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import dev.herald.server.session.Outbound;
import dev.herald.server.websocket.WebSocketChannel;
import dev.herald.server.websocket.WebSocketStream;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client on a fake WebSocket: sends literal stanzas and reads what comes back, in order. */
final class ScriptedClient {

  private final Peer peer;
  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
  private final WebSocketStream stream;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable String closed;
  private @Nullable String jid;

  ScriptedClient(XmppServer server, Peer peer) {
    this.peer = peer;
    this.stream = server.accept(new Channel());
  }

  static Peer anybody() {
    return new Peer("127.0.0.1", true, null, null);
  }

  /** Logged in anonymously, its resource bound. */
  static ScriptedClient anonymous(XmppServer server) {
    ScriptedClient client = new ScriptedClient(server, anybody());
    client.login("ANONYMOUS", "");
    return client;
  }

  /** Logged in as a user of the host application, its resource bound. */
  static ScriptedClient user(XmppServer server, String name) {
    ScriptedClient client = new ScriptedClient(server, new Peer("127.0.0.1", true, name, "login"));
    client.login("EXTERNAL", "");
    return client;
  }

  /** Logged in to an account, this resource bound. */
  static ScriptedClient of(XmppServer server, String account, String password, String resource) {
    ScriptedClient client = new ScriptedClient(server, anybody());
    client.login("PLAIN", "\0" + account + "\0" + password, resource);
    return client;
  }

  void login(String mechanism, String message) {
    login(mechanism, message, "r");
  }

  private void login(String mechanism, String message, String resource) {
    authenticate(mechanism, message);
    jid =
        bind(resource)
            .child(Namespaces.BIND, "bind")
            .flatMap(bind -> bind.child(Namespaces.BIND, "jid"))
            .orElseThrow()
            .text();
  }

  /** Up to where a resource is to be bound, or a stream resumed. */
  void authenticate(String mechanism, String message) {
    open();
    send(auth(mechanism, message));
    assertThat(next()).contains("<success");
    open();
  }

  /** Asks for a resource, and returns the answer. */
  XmlElement bind() {
    return bind("r");
  }

  private XmlElement bind(String resource) {
    send(
        "<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='"
            + Namespaces.BIND
            + "'><resource>"
            + resource
            + "</resource></bind></iq>");
    return nextElement();
  }

  static String auth(String mechanism, String message) {
    String encoded =
        message.isEmpty()
            ? "="
            : Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    return "<auth xmlns='"
        + Namespaces.SASL
        + "' mechanism='"
        + mechanism
        + "'>"
        + encoded
        + "</auth>";
  }

  /** Opens the stream and returns its features. */
  String open() {
    send("<open xmlns='" + Namespaces.FRAMING + "' to='localhost' version='1.0'/>");
    assertThat(next()).startsWith("<open ");
    return next();
  }

  ScriptedClient send(String xml) {
    stream.received(xml);
    return this;
  }

  /** So many bytes have come in; for how many nanoseconds there should be no more. */
  long heard(int bytes) {
    return stream.heard(bytes);
  }

  /** That the server still answers this client. */
  void ping() {
    send("<iq xmlns='jabber:client' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
    assertThat(next()).contains("id=\"p\"", "type=\"result\"");
  }

  /** An IQ to the PubSub service, and its answer. */
  XmlElement pubSub(String type, String content) {
    send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='1' type='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
            .formatted(type, Namespaces.PUBSUB, content));
    return nextElement();
  }

  void subscribe(String node) {
    assertThat(
            pubSub("set", "<subscribe node='%s' jid='%s'/>".formatted(node, jid()))
                .attribute("type"))
        .isEqualTo("result");
  }

  String jid() {
    return String.valueOf(jid);
  }

  String next() {
    String next;
    try {
      next = inbox.poll(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(next).as("what the server sends").isNotNull();
    return String.valueOf(next);
  }

  XmlElement nextElement() {
    return XmlStreamReader.parseDocument(next(), XmlLimits.DEFAULT);
  }

  boolean hasNothing() {
    return inbox.isEmpty();
  }

  /** Code and reason, once the server has closed. */
  @Nullable String closed() {
    return closed;
  }

  /** The same, waiting for it: a login is answered by another thread. */
  String awaitClosed() throws InterruptedException {
    assertThat(end.await(5, TimeUnit.SECONDS)).as("the server closes").isTrue();
    return String.valueOf(closed);
  }

  void leave() {
    lost(DisconnectReason.CONNECTION_LOST);
  }

  /** The transport says that there is no connection any more. */
  void lost(DisconnectReason reason) {
    stream.closed(reason);
  }

  private final class Channel implements WebSocketChannel {

    @Override
    public Peer peer() {
      return peer;
    }

    @Override
    public void send(Outbound message) {
      if (closed == null) {
        inbox.add(message.xml());
      }
    }

    @Override
    public void close(int code, String reason) {
      closed = code + " " + reason;
      end.countDown();
    }
  }
}
