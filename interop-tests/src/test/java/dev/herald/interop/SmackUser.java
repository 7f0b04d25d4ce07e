package dev.herald.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.bosh.BOSHConfiguration;
import org.jivesoftware.smack.bosh.XMPPBOSHConnection;
import org.jivesoftware.smack.c2s.ModularXmppClientToServerConnection;
import org.jivesoftware.smack.c2s.ModularXmppClientToServerConnectionConfiguration;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.websocket.XmppWebSocketTransportModuleDescriptor;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.listener.ItemEventListener;
import org.jxmpp.jid.impl.JidCreate;

/** A user of the server, by Smack, who makes nodes, publishes and subscribes. */
final class SmackUser implements AutoCloseable {

  private final AbstractXMPPConnection connection;
  private final PubSubManager pubSub;

  private SmackUser(AbstractXMPPConnection connection, PubSubManager pubSub) {
    this.connection = connection;
    this.pubSub = pubSub;
  }

  private static final long REPLY_MILLIS = 30_000;

  /**
   * Logs in over STARTTLS, by the mechanism that Smack likes best of those that the server offers.
   */
  static SmackUser login(ServerUnderTest server, Account account)
      throws IOException, SmackException, XMPPException, InterruptedException {
    return login(
        server,
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(server.domain())
                .setHostAddress(server.plain().getAddress())
                .setPort(server.plain().getPort())
                .setCustomX509TrustManager(server.certificate().trust())
                .setSecurityMode(ConnectionConfiguration.SecurityMode.required)
                .setUsernameAndPassword(account.name(), account.password())
                .build()));
  }

  /** The same over BOSH, at an endpoint for the server. */
  static SmackUser overBosh(ServerUnderTest server, InetSocketAddress http, Account account)
      throws IOException, SmackException, XMPPException, InterruptedException {
    return login(
        server,
        new XMPPBOSHConnection(
            BOSHConfiguration.builder()
                .setXmppDomain(server.domain())
                .setUseHttps(false)
                .setHost(http.getHostString())
                .setPort(http.getPort())
                .setFile("/http-bind")
                .setSecurityMode(ConnectionConfiguration.SecurityMode.disabled)
                .setUsernameAndPassword(account.name(), account.password())
                .build()));
  }

  /** The same over a WebSocket. */
  static SmackUser overWebSocket(ServerUnderTest server, InetSocketAddress http, Account account)
      throws IOException, SmackException, XMPPException, InterruptedException {
    ModularXmppClientToServerConnectionConfiguration.Builder configuration =
        ModularXmppClientToServerConnectionConfiguration.builder()
            .setXmppDomain(server.domain())
            .setSecurityMode(ConnectionConfiguration.SecurityMode.disabled)
            .setUsernameAndPassword(account.name(), account.password())
            .removeAllModules();
    configuration.addModule(
        XmppWebSocketTransportModuleDescriptor.getBuilder(configuration)
            .explicitlySetWebSocketEndpointAndDiscovery(
                URI.create(
                    "ws://" + http.getHostString() + ":" + http.getPort() + "/xmpp-websocket"),
                false)
            .build());
    return login(server, new ModularXmppClientToServerConnection(configuration.build()));
  }

  private static SmackUser login(ServerUnderTest server, AbstractXMPPConnection connection)
      throws IOException, SmackException, XMPPException, InterruptedException {
    // A busy machine may need more than Smack's five seconds.
    connection.setReplyTimeout(REPLY_MILLIS);
    try {
      connection.connect();
      connection.login();
    } catch (IOException | SmackException | XMPPException | InterruptedException e) {
      connection.disconnect();
      throw e;
    }
    return new SmackUser(
        connection, PubSubManager.getInstanceFor(connection, JidCreate.bareFrom(server.pubSub())));
  }

  /** The bare JID that the server has given the session. */
  String jid() {
    return connection.getUser().asBareJid().toString();
  }

  void create(String node) throws SmackException, XMPPException, InterruptedException {
    pubSub.createNode(node);
  }

  /** Subscribes; the items' ids come in the order of their events. */
  BlockingQueue<String> subscribe(String node)
      throws SmackException, XMPPException, InterruptedException {
    BlockingQueue<String> ids = new LinkedBlockingQueue<>();
    ItemEventListener<Item> listener =
        event -> event.getItems().forEach(item -> ids.add(item.getId()));
    LeafNode leaf = pubSub.getLeafNode(node);
    leaf.addItemEventListener(listener);
    leaf.subscribe(connection.getUser().asBareJid());
    return ids;
  }

  /** Publishes {@code <entry xmlns="http://www.w3.org/2005/Atom">text</entry>}. */
  void publish(String node, String id, String text)
      throws SmackException, XMPPException, InterruptedException {
    LeafNode leaf = pubSub.getLeafNode(node);
    leaf.publish(
        new PayloadItem<>(
            id,
            StandardExtensionElement.builder("entry", "http://www.w3.org/2005/Atom")
                .setText(text)
                .build()));
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
