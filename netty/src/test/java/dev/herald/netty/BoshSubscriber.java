package dev.herald.netty;

import java.io.IOException;

/** A subscriber over BOSH (XEP-0124) as literal requests, which polls no more once it is one. */
final class BoshSubscriber implements AutoCloseable {

  private static final String BODY = "<body xmlns='http://jabber.org/protocol/httpbind' ";

  private final Wire wire;
  private final String sid;
  private int rid = 2;

  private BoshSubscriber(Wire wire, String sid) {
    this.wire = wire;
    this.sid = sid;
  }

  static BoshSubscriber subscribed(int port) throws IOException {
    Wire wire = Wire.plain(port);
    String created =
        post(
            wire,
            BODY
                + "rid='1' to='localhost' ver='1.6' wait='30' hold='1' xmpp:version='1.0'"
                + " xmlns:xmpp='urn:xmpp:xbosh'/>");
    BoshSubscriber client =
        new BoshSubscriber(wire, created.replaceAll("(?s).* sid=['\"]([^'\"]+)['\"].*", "$1"));
    client.request(TcpClient.ANONYMOUS);
    post(
        wire,
        BODY
            + "rid='%d' sid='%s' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'/>"
                .formatted(client.rid++, client.sid));
    String jid = TcpClient.jid(client.request(TcpClient.BIND));
    client.request(TcpClient.subscription(jid));
    return client;
  }

  /** Sends stanzas and waits for the answer, which must come before the time to wait is over. */
  String request(String stanzas) throws IOException {
    return post(wire, BODY + "rid='%d' sid='%s'>%s</body>".formatted(rid++, sid, stanzas));
  }

  /** A request that is held until there is something to tell. */
  BoshSubscriber poll() throws IOException {
    send(wire, BODY + "rid='%d' sid='%s'/>".formatted(rid++, sid));
    return this;
  }

  String answer() throws IOException {
    return wire.until("</body>");
  }

  private static String post(Wire wire, String body) throws IOException {
    send(wire, body);
    return wire.until("</body>");
  }

  private static void send(Wire wire, String body) throws IOException {
    wire.send(
        "POST /http-bind HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
