package dev.herald.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** XEP-0124 and XEP-0206: one request at a time, which waits at the server, on one connection. */
final class BoshTransport implements Transport {

  private static final String XMPP = " xmlns:xmpp='urn:xmpp:xbosh' ";

  private final XmppEndpoint server;
  private final Listener listener;
  private final HttpFraming framing = new HttpFraming(this::response);
  private final StringBuilder unsent = new StringBuilder();
  private @Nullable Wire wire;
  private @Nullable String sid;
  private boolean restart;
  private boolean closed;
  private long rid = 1_000_000;

  BoshTransport(XmppEndpoint server, Listener listener) {
    this.server = server;
    this.listener = listener;
  }

  @Override
  public void connected(Wire connected) {
    wire = connected;
    listener.connected();
  }

  @Override
  public void openStream() {
    if (sid == null) {
      post(
          "to='"
              + server.domain()
              + "' hold='1' wait='60' ver='1.6' xml:lang='en'"
              + XMPP
              + "xmpp:version='1.0'",
          "");
    } else {
      restart = true;
    }
  }

  /** Leaves by the next request: it is called while a response is handled. */
  @Override
  public void send(String stanza) {
    unsent.append(stanza);
  }

  @Override
  public void received(byte[] bytes, int from, int to) {
    framing.received(bytes, from, to);
  }

  private void response(byte[] bytes, int from, int to, int wireBytes) {
    if (sid == null) {
      sid = Xml.attribute(Xml.text(bytes, from, to), "sid");
    }
    listener.stanzas(bytes, from, to, wireBytes);
    if (closed) {
      return;
    }
    String more = restart ? XMPP + "xmpp:restart='true' to='" + server.domain() + "'" : "";
    restart = false;
    post("sid='" + sid + "'" + more, unsent.toString());
    unsent.setLength(0);
  }

  private void post(String attributes, String stanzas) {
    byte[] body =
        ("<body xmlns='http://jabber.org/protocol/httpbind' rid='"
                + rid++
                + "' "
                + attributes
                + (stanzas.isEmpty() ? "/>" : ">" + stanzas + "</body>"))
            .getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST "
                + server.boshPath()
                + " HTTP/1.1\r\nHost: localhost:"
                + server.port()
                + "\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    Objects.requireNonNull(wire, "not connected yet").write(request);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void drop() {
    close();
  }

  @Override
  public void close() {
    closed = true;
    Objects.requireNonNull(wire, "not connected yet").close();
  }
}
