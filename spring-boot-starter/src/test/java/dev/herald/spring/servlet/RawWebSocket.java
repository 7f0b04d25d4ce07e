package dev.herald.spring.servlet;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that reads only when it is asked to, and sends what no library would. */
final class RawWebSocket implements AutoCloseable {

  private static final String XMPP = "urn:ietf:params:xml:ns:xmpp-";

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final int port;
  private int closeCode;
  private String jid = "";

  RawWebSocket(int port) throws IOException {
    this.port = port;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Returns the status line. */
  String handshake(String origin, String subprotocol) throws IOException {
    String request =
        """
        GET /xmpp-websocket HTTP/1.1
        Host: localhost:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: %s
        Origin: %s

        """
            .formatted(port, subprotocol, origin);
    out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String status = line();
    while (!line().isEmpty()) {
      // The headers do not matter here.
    }
    return status;
  }

  void logIn() throws IOException {
    send("<open xmlns='" + XMPP + "framing' to='localhost' version='1.0'/>");
    readUntil("features");
    send("<auth xmlns='" + XMPP + "sasl' mechanism='ANONYMOUS'>=</auth>");
    readUntil("success");
    send("<open xmlns='" + XMPP + "framing' to='localhost' version='1.0'/>");
    readUntil("features");
    send("<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='" + XMPP + "bind'/></iq>");
    String bound = readUntil("</jid>");
    jid = bound.substring(bound.indexOf("<jid>") + 5, bound.indexOf("</jid>"));
  }

  void subscribe(String node) throws IOException {
    send(
        "<iq xmlns='jabber:client' type='set' id='s' to='pubsub.localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='%s' jid='%s'/></pubsub></iq>"
            .formatted(node, jid));
    readUntil("subscribed");
  }

  /** Sends one text message; a peer that closes meanwhile is no failure. */
  void send(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(0x81);
      if (payload.length < 126) {
        out.write(0x80 | payload.length);
      } else if (payload.length < 65_536) {
        out.write(0x80 | 126);
        out.write(payload.length >> 8);
        out.write(payload.length);
      } else {
        out.write(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) ((long) payload.length >> shift));
        }
      }
      // A mask of zeros is a mask.
      out.write(new byte[4]);
      out.write(payload);
      out.flush();
    } catch (SocketException e) {
      if (!socket.isConnected()) {
        throw e;
      }
    }
  }

  /** Reads messages until one contains the text, which is returned. */
  String readUntil(String text) throws IOException {
    while (true) {
      String message = message();
      if (closeCode != 0) {
        throw new EOFException("Closed with " + closeCode + " before '" + text + "'");
      }
      if (message.contains(text)) {
        return message;
      }
    }
  }

  /** Reads all that comes until the peer closes. */
  String readUntilClosed() throws IOException {
    StringBuilder all = new StringBuilder();
    while (closeCode == 0) {
      all.append(message());
    }
    return all.toString();
  }

  int closeCode() {
    return closeCode;
  }

  private String message() throws IOException {
    StringBuilder message = new StringBuilder();
    while (true) {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte() & 0x7F;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = in.readNBytes((int) length);
      if ((first & 0x0F) == 8) {
        closeCode = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        return "";
      }
      // ASCII in these tests, so that a fragment ends between characters.
      message.append(new String(payload, StandardCharsets.UTF_8));
      if ((first & 0x80) != 0) {
        return message.toString();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
