package dev.herald.benchmarks.save;

import dev.herald.benchmarks.Stanzas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** XMPP over TCP for one publish: each request waits for its answer. */
final class XmppConnection implements AutoCloseable {

  private static final int LIMIT_MILLIS = 30_000;
  private static final int READ_BYTES = 4_096;
  private static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
          + " to='localhost' version='1.0'>";

  private final Socket socket;

  private XmppConnection(Socket socket) {
    this.socket = socket;
  }

  static XmppConnection login(int port, String name, String password) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
    XmppConnection connection = new XmppConnection(socket);
    String plain =
        Base64.getEncoder()
            .encodeToString(("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8));
    connection.ask(HEADER, "</stream:features>");
    connection.ask(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>",
        "<success");
    connection.ask(HEADER, "</stream:features>");
    connection.ask(
        "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>");
    return connection;
  }

  /** Creates the node if it is not there. */
  void publish(String node, long id) throws IOException {
    ask(
        "<iq type='set' id='publish' to='pubsub.localhost'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
            + node
            + "'><item id='"
            + id
            + "'>"
            + Stanzas.ENTRY
            + "</item></publish></pubsub></iq>",
        "id=\"publish\"");
  }

  private void ask(String stanza, String answer) throws IOException {
    socket.getOutputStream().write(stanza.getBytes(StandardCharsets.UTF_8));
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[READ_BYTES];
    while (read.indexOf(answer) < 0) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw new IOException("The server closed the connection after " + read);
      }
      read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      if (read.indexOf("<failure") >= 0 || read.indexOf("type=\"error\"") >= 0) {
        throw new IOException("The server refuses " + stanza + ": " + read);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.getOutputStream().write("</stream:stream>".getBytes(StandardCharsets.UTF_8));
    socket.close();
  }
}
