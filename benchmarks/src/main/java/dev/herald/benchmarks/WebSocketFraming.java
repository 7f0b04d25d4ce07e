package dev.herald.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** RFC 6455: the answer to the upgrade, then frames. Messages in several frames are refused. */
final class WebSocketFraming extends Framing {

  /** Takes what is no message. */
  interface Control {

    void ping(byte[] payload);

    /**
     * The server ends the connection.
     *
     * @param reason its code, and what it says
     */
    void closed(String reason);
  }

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  /** Not random, as section 10.3 wants it for browsers behind proxies: here nobody is between. */
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final Sink sink;
  private final Control control;
  private boolean upgraded;

  /**
   * @param upgraded whether frames start at once
   */
  WebSocketFraming(boolean upgraded, Sink sink, Control control) {
    this.upgraded = upgraded;
    this.sink = sink;
    this.control = control;
  }

  /** What asks for the upgrade. */
  static byte[] upgrade(int port, String path) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A text frame as clients send it: masked. */
  static byte[] text(String text) {
    return masked(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] pong(byte[] payload) {
    return masked(PONG, payload);
  }

  /** A text frame as servers send it: not masked. */
  static byte[] serverText(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 4);
    frame.put((byte) (FIN | TEXT));
    length(frame, payload.length, 0);
    return frame.put(payload).flip().remaining() == frame.capacity()
        ? frame.array()
        : Arrays.copyOf(frame.array(), frame.limit());
  }

  private static byte[] masked(int opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (FIN | opcode));
    length(frame, payload.length, MASKED);
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static void length(ByteBuffer frame, int length, int masked) {
    if (length < 126) {
      frame.put((byte) (masked | length));
    } else if (length < 65_536) {
      frame.put((byte) (masked | 126)).putShort((short) length);
    } else {
      throw new IllegalArgumentException("A frame of " + length + " bytes is none of ours");
    }
  }

  @Override
  protected int split(byte[] bytes, int from, int to) {
    int at = from;
    if (!upgraded) {
      int end = endOfHead(bytes, from, to);
      if (end < 0) {
        return from;
      }
      String head = new String(bytes, from, end - from, StandardCharsets.US_ASCII);
      if (!head.startsWith("HTTP/1.1 101")) {
        throw new IllegalStateException("The server refused the WebSocket: " + head.strip());
      }
      upgraded = true;
      at = end;
      sink.message(bytes, at, at, end - from);
    }
    while (at + 2 <= to) {
      int head = 2;
      long length = bytes[at + 1] & 0x7f;
      if (length >= 126) {
        int more = length == 126 ? 2 : 8;
        head += more;
        if (at + head > to) {
          return at;
        }
        length = 0;
        for (int i = at + 2; i < at + 2 + more; i++) {
          length = length << 8 | (bytes[i] & 0xff);
        }
      }
      if (length > to - at - head) {
        return at;
      }
      int end = at + head + (int) length;
      frame(bytes[at] & 0xff, bytes, at + head, end, end - at);
      at = end;
    }
    return at;
  }

  private void frame(int first, byte[] bytes, int from, int to, int wireBytes) {
    switch (first) {
      case FIN | TEXT -> sink.message(bytes, from, to, wireBytes);
      case FIN | PING -> control.ping(Arrays.copyOfRange(bytes, from, to));
      case FIN | PONG -> {}
      case FIN | CLOSE -> control.closed(reason(bytes, from, to));
      default ->
          throw new IllegalStateException(
              "A frame that starts by 0x" + Integer.toHexString(first) + " is not a whole text");
    }
  }

  private static String reason(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return "no reason";
    }
    int code = (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
    return code + " " + new String(bytes, from + 2, to - from - 2, StandardCharsets.UTF_8);
  }
}
