package dev.herald.interop;

import java.io.IOException;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jxmpp.jid.impl.JidCreate;

/** Makes a node and publishes on it, as a user of the server, over STARTTLS. */
final class SmackPublisher implements AutoCloseable {

  private final XMPPTCPConnection connection;
  private final PubSubManager pubSub;

  private SmackPublisher(XMPPTCPConnection connection, PubSubManager pubSub) {
    this.connection = connection;
    this.pubSub = pubSub;
  }

  static SmackPublisher login(ServerUnderTest server, Account account)
      throws IOException, SmackException, XMPPException, InterruptedException {
    XMPPTCPConnection connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(server.domain())
                .setHostAddress(server.plain().getAddress())
                .setPort(server.plain().getPort())
                .setCustomX509TrustManager(server.certificate().trust())
                .setSecurityMode(ConnectionConfiguration.SecurityMode.required)
                .setUsernameAndPassword(account.name(), account.password())
                .build());
    connection.connect();
    connection.login();
    return new SmackPublisher(
        connection, PubSubManager.getInstanceFor(connection, JidCreate.bareFrom(server.pubSub())));
  }

  void create(String node) throws SmackException, XMPPException, InterruptedException {
    pubSub.createNode(node);
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
