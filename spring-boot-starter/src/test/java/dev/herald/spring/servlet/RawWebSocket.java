package dev.herald.spring.servlet;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/** A WebSocket client that reads only when it is asked to, and sends what no library would. */
final class RawWebSocket implements AutoCloseable {

  private static final String XMPP = "urn:ietf:params:xml:ns:xmpp-";

  private static final byte[] MASK = {0x12, (byte) 0xFE, 0x00, 0x7A};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final int port;
  private int closeCode;
  private String closeReason = "";
  private String pong = "";
  private String jid = "";
  private final List<String> headers = new ArrayList<>();

  RawWebSocket(int port) throws IOException {
    this(port, SocketFactory.getDefault());
  }

  RawWebSocket(int port, SocketFactory sockets) throws IOException {
    this.port = port;
    socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** Returns the status line. */
  String handshake(String origin, String subprotocol) throws IOException {
    return handshake(
        """
        GET /xmpp-websocket HTTP/1.1
        Host: localhost:%d
        Upgrade: websocket
        Connection: keep-alive, Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: %s
        Sec-WebSocket-Extensions: permessage-deflate
        Origin: %s

        """
            .formatted(port, subprotocol, origin));
  }

  /** The same with other headers. */
  String handshake(String request) throws IOException {
    sendBytes(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    String status = line();
    for (String header = line(); !header.isEmpty(); header = line()) {
      headers.add(header);
    }
    return status;
  }

  /** The lines after the status line. */
  List<String> headers() {
    return headers;
  }

  void logIn() throws IOException {
    logIn("ANONYMOUS", "=");
  }

  /**
   * @param message what the mechanism wants, in Base64
   */
  void logIn(String mechanism, String message) throws IOException {
    send("<open xmlns='" + XMPP + "framing' to='localhost' version='1.0'/>");
    readUntil("features");
    send("<auth xmlns='%ssasl' mechanism='%s'>%s</auth>".formatted(XMPP, mechanism, message));
    readUntil("success");
    send("<open xmlns='" + XMPP + "framing' to='localhost' version='1.0'/>");
    readUntil("features");
    send("<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='" + XMPP + "bind'/></iq>");
    String bound = readUntil("</jid>");
    jid = bound.substring(bound.indexOf("<jid>") + 5, bound.indexOf("</jid>"));
  }

  String jid() {
    return jid;
  }

  void subscribe(String node) throws IOException {
    send(
        "<iq xmlns='jabber:client' type='set' id='s' to='pubsub.localhost'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='%s' jid='%s'/></pubsub></iq>"
            .formatted(node, jid));
    readUntil("subscribed");
  }

  /** Sends one text message; a peer that closes meanwhile is no failure. */
  void send(String text) throws IOException {
    sendFrame(0x81, text);
  }

  /** Sends one masked frame, by its first byte; a peer that closes meanwhile is no failure. */
  void sendFrame(int first, String text) throws IOException {
    sendFrame(first, text.getBytes(StandardCharsets.UTF_8));
  }

  void sendFrame(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % 4]);
    }
    sendBytes(frame.toByteArray());
  }

  /** Sends bytes as they are; a peer that closes meanwhile is no failure. */
  void sendBytes(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
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

  /** Reads messages until one contains the text, and returns all of them. */
  String readAllUntil(String text) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf(text) < 0) {
      all.append(message());
      if (closeCode != 0) {
        throw new EOFException("Closed with " + closeCode + " before '" + text + "'");
      }
    }
    return all.toString();
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

  String closeReason() {
    return closeReason;
  }

  /** Reads until a pong comes, and returns its data. */
  String readPong() throws IOException {
    pong = "";
    while (pong.isEmpty()) {
      message();
    }
    return pong;
  }

  /** Whether the connection ends, within the time-out of reading. */
  boolean isClosedByPeer() throws IOException {
    try {
      byte[] rest = new byte[65_536];
      while (in.read(rest) >= 0) {
        // Only its end matters.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
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
        closeCode = payload.length < 2 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        closeReason =
            payload.length < 2
                ? ""
                : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        return "";
      }
      if ((first & 0x0F) == 10) {
        pong = new String(payload, StandardCharsets.UTF_8);
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
