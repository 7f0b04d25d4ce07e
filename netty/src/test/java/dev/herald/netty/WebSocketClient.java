package dev.herald.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A WebSocket from a client's side, frame by frame (RFC 6455, section 5). */
final class WebSocketClient implements AutoCloseable {

  static final String OPEN =
      "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>";
  private static final byte[] MASK = {1, 2, 3, 4};

  /**
   * @param opcode with the bits before it: FIN is 0x80
   * @param data a character for each byte
   */
  record Frame(int opcode, String data) {
    int closeCode() {
      return (data.charAt(0) << 8) | data.charAt(1);
    }
  }

  private final Wire wire;

  private WebSocketClient(Wire wire) {
    this.wire = wire;
  }

  static String handshake(String more) {
    return "GET /xmpp-websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        + "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: xmpp\r\n"
        + more
        + "\r\n";
  }

  static WebSocketClient connect(Wire wire) throws IOException {
    String answer = wire.send(handshake("")).until("\r\n\r\n");
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError(answer);
    }
    return new WebSocketClient(wire);
  }

  static WebSocketClient login(Wire wire) throws IOException {
    WebSocketClient client = connect(wire);
    client.send(OPEN).until("features");
    client.send(TcpClient.ANONYMOUS).until("<success");
    client.send(OPEN).until("features");
    return client;
  }

  /** Binds a resource and subscribes to the test's node. */
  static WebSocketClient subscribed(Wire wire) throws IOException {
    WebSocketClient client = login(wire);
    String jid = TcpClient.jid(client.send(TcpClient.BIND).until("<jid>"));
    client.send(TcpClient.subscription(jid)).until("id=\"s\"");
    return client;
  }

  WebSocketClient send(String message) throws IOException {
    return send(0x81, message.getBytes(StandardCharsets.UTF_8));
  }

  WebSocketClient send(int head, byte[] data) throws IOException {
    ByteArrayOutputStream frame = head(head, data.length, 0x80);
    frame.writeBytes(MASK);
    for (int i = 0; i < data.length; i++) {
      frame.write(data[i] ^ MASK[i % 4]);
    }
    wire.send(frame.toByteArray());
    return this;
  }

  WebSocketClient sendUnmasked(String message) throws IOException {
    byte[] data = message.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = head(0x81, data.length, 0);
    frame.writeBytes(data);
    wire.send(frame.toByteArray());
    return this;
  }

  static ByteArrayOutputStream head(int head, int length, int masked) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head);
    if (length < 126) {
      frame.write(masked | length);
    } else if (length < 0x10000) {
      frame.write(masked | 126);
      frame.write(length >> 8);
      frame.write(length);
    } else {
      frame.write(masked | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) length >> shift));
      }
    }
    return frame;
  }

  Frame next() throws IOException {
    byte[] head = wire.exactly(2);
    int length = head[1] & 0x7F;
    int more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (more > 0) {
      length = 0;
      for (byte b : wire.exactly(more)) {
        length = (length << 8) | (b & 0xFF);
      }
    }
    return new Frame(head[0] & 0xFF, new String(wire.exactly(length), StandardCharsets.ISO_8859_1));
  }

  /** The next message that has this in it. */
  String until(String part) throws IOException {
    while (true) {
      Frame frame = next();
      if (frame.opcode() != 0x81) {
        throw new AssertionError("Waited for '" + part + "', got " + frame.opcode() + frame.data());
      }
      if (frame.data().contains(part)) {
        return frame.data();
      }
    }
  }

  /** The close frame, whatever messages come before it. */
  Frame untilClose() throws IOException {
    while (true) {
      Frame frame = next();
      if (frame.opcode() == 0x88) {
        return frame;
      }
    }
  }

  Wire wire() {
    return wire;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
