package dev.herald.netty;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** XMPP over TCP from a client's side, as literal text. */
final class TcpClient implements AutoCloseable {

  static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
          + " to='localhost' version='1.0'>";
  static final String ANONYMOUS =
      "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
  static final String BIND =
      "<iq xmlns='jabber:client' type='set' id='b'>"
          + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
  static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  private static final Pattern JID = Pattern.compile("<jid>([^<]+)</jid>");

  private final Wire wire;
  private final String jid;

  private TcpClient(Wire wire, String jid) {
    this.wire = wire;
    this.jid = jid;
  }

  static TcpClient login(Wire wire) throws IOException {
    wire.send(HEADER).until("</stream:features>");
    wire.send(ANONYMOUS).until("<success");
    wire.send(HEADER).until("</stream:features>");
    return new TcpClient(wire, jid(wire.send(BIND).until("</iq>")));
  }

  static String jid(String bound) {
    Matcher jid = JID.matcher(bound);
    if (!jid.find()) {
      throw new AssertionError("No JID in: " + bound);
    }
    return jid.group(1);
  }

  /** As a stanza of any transport. */
  static String subscription(String jid) {
    return subscription("s", TestServer.NODE, jid);
  }

  private static String subscription(String id, String node, String jid) {
    return "<iq xmlns='jabber:client' type='set' id='"
        + id
        + "' to='pubsub.localhost'>"
        + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='"
        + node
        + "' jid='"
        + jid
        + "'/></pubsub></iq>";
  }

  static String ping(String id) {
    return "<iq xmlns='jabber:client' type='get' id='"
        + id
        + "' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
  }

  TcpClient subscribed() throws IOException {
    wire.send(subscription(jid)).until("id=\"s\"");
    return this;
  }

  /** Asks for a subscription to another node; its answer is to be waited for by this id. */
  void subscribe(String id, String node) throws IOException {
    wire.send(subscription(id, node, jid));
  }

  /** That the server still answers this client. */
  void ping() throws IOException {
    wire.send(ping("p1")).until("id=\"p1\"");
  }

  Wire wire() {
    return wire;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
