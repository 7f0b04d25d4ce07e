package dev.herald.server.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the frames of a client (RFC 6455, section 5) from pieces of any size. There are no
 * extensions, so that a compressed frame, which could inflate to anything, is a violation. A
 * message that is too large is read to its end and dropped before it is answered, up to a bound: a
 * peer that still sends would not get the answer. What is kept grows with what has come, not with
 * what was announced.
 *
 * <p>For one thread at a time.
 */
public final class FrameReader {

  /** What stands for the code of a close frame without one (section 7.4.1). */
  public static final int NO_CODE = 1005;

  static final int PROTOCOL_ERROR = 1002;
  static final int UNSUPPORTED_DATA = 1003;
  static final int INVALID_DATA = 1007;
  static final int TOO_BIG = 1009;

  /** How much of a message that is too large is read, in bytes. */
  static final long MAX_DROPPED = 16L * 1024 * 1024;

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final int MAX_CONTROL = 125;
  private static final byte[] NOTHING = {};

  private final int maxMessage;
  private final FrameHandler handler;

  private final byte[] header = new byte[14];
  private int headerSize;
  private boolean inPayload;
  private long left;
  private int unmasked;

  private boolean inMessage;
  private boolean dropping;
  private long dropped;
  private byte[] kept = NOTHING;
  private int keptSize;
  private byte[] control = NOTHING;
  private int controlSize;
  private boolean ended;

  /**
   * @param maxMessage in bytes
   */
  public FrameReader(int maxMessage, FrameHandler handler) {
    this.maxMessage = maxMessage;
    this.handler = handler;
  }

  /** Takes what has come in; the bytes are unmasked where they are. */
  public void read(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (from < end && !ended) {
      if (!inPayload) {
        header[headerSize++] = bytes[from++];
        if (!headerIsComplete() || !begin() || left > 0) {
          continue;
        }
      }
      int size = (int) Math.min(left, end - from);
      unmask(bytes, from, size);
      left -= size;
      inPayload = left > 0;
      if (isControl()) {
        control(bytes, from, size);
      } else {
        text(bytes, from, size);
      }
      from += size;
    }
  }

  private int opcode() {
    return header[0] & 0x0F;
  }

  private boolean isControl() {
    return (header[0] & 0x08) != 0;
  }

  private boolean isFinal() {
    return (header[0] & 0x80) != 0;
  }

  /** Checks the first two bytes when they are there, and tells whether all of the header is. */
  private boolean headerIsComplete() {
    if (headerSize < 2 || (headerSize == 2 && !isAllowed())) {
      return false;
    }
    return headerSize == lengthEnd() + 4;
  }

  private int lengthEnd() {
    int announced = header[1] & 0x7F;
    return announced < 126 ? 2 : announced == 126 ? 4 : 10;
  }

  private boolean isAllowed() {
    if ((header[0] & 0x70) != 0) {
      return violated(PROTOCOL_ERROR, "no extension was agreed upon");
    }
    if ((header[1] & 0x80) == 0) {
      return violated(PROTOCOL_ERROR, "frames of a client must be masked");
    }
    return switch (opcode()) {
      case BINARY -> violated(UNSUPPORTED_DATA, "XMPP is text (RFC 7395, section 3.2)");
      case TEXT -> !inMessage || violated(PROTOCOL_ERROR, "the message before has no end");
      case CONTINUATION -> inMessage || violated(PROTOCOL_ERROR, "there is no message to continue");
      case CLOSE, PING, PONG ->
          (isFinal() && (header[1] & 0x7F) <= MAX_CONTROL)
              || violated(PROTOCOL_ERROR, "control frames are whole, and of 125 bytes at most");
      default -> violated(PROTOCOL_ERROR, "unknown opcode");
    };
  }

  /** Begins a payload; false when the frame is not taken. */
  private boolean begin() {
    int end = lengthEnd();
    left = 0;
    if (end == 2) {
      left = header[1] & 0x7F;
    }
    for (int i = 2; i < end; i++) {
      left = (left << 8) | (header[i] & 0xFF);
    }
    if (left < 0 || (end == 4 && left < 126) || (end == 10 && left < 0x10000)) {
      return violated(PROTOCOL_ERROR, "a length is positive, and as short as can be");
    }
    // The mask, the last four bytes of the header, goes to where it is expected.
    System.arraycopy(header, end, header, 10, 4);
    headerSize = 0;
    unmasked = 0;
    controlSize = 0;
    inPayload = left > 0;
    if (isControl()) {
      return true;
    }
    inMessage = true;
    if (dropping || keptSize + left > maxMessage) {
      dropping = true;
      dropped += keptSize + left;
      kept = NOTHING;
      keptSize = 0;
      if (dropped > MAX_DROPPED) {
        return violated(TOO_BIG, "a message must not be larger than " + maxMessage + " bytes");
      }
    }
    return true;
  }

  private void unmask(byte[] bytes, int from, int size) {
    for (int i = from; i < from + size; i++) {
      bytes[i] ^= header[10 + (unmasked++ & 3)];
    }
  }

  private void text(byte[] bytes, int from, int size) {
    boolean last = !inPayload && isFinal();
    inMessage = !last;
    if (dropping) {
      if (last) {
        dropping = false;
        dropped = 0;
        handler.tooMuch();
      }
    } else if (last && keptSize == 0) {
      handler.message(bytes, from, size);
    } else {
      keep(bytes, from, size);
      if (last) {
        byte[] whole = kept;
        int length = keptSize;
        kept = NOTHING;
        keptSize = 0;
        handler.message(whole, 0, length);
      }
    }
  }

  private void keep(byte[] bytes, int from, int size) {
    if (keptSize + size > kept.length) {
      int room = Math.min(maxMessage, Math.max(512, 2 * (keptSize + size)));
      kept = Arrays.copyOf(kept, Math.max(room, keptSize + size));
    }
    System.arraycopy(bytes, from, kept, keptSize, size);
    keptSize += size;
  }

  private void control(byte[] bytes, int from, int size) {
    if (controlSize + size > control.length) {
      control = Arrays.copyOf(control, MAX_CONTROL);
    }
    System.arraycopy(bytes, from, control, controlSize, size);
    controlSize += size;
    if (inPayload) {
      return;
    }
    byte[] data = Arrays.copyOf(control, controlSize);
    control = NOTHING;
    if (opcode() == PING) {
      handler.ping(data);
    } else if (opcode() == CLOSE) {
      close(data);
    }
  }

  private void close(byte[] data) {
    int code = data.length < 2 ? NO_CODE : ((data[0] & 0xFF) << 8) | (data[1] & 0xFF);
    if (data.length == 1 || (data.length > 1 && !mayBeSent(code))) {
      violated(PROTOCOL_ERROR, "a close frame has no code or a valid one");
    } else if (data.length > 2 && !isUtf8(data, 2)) {
      violated(INVALID_DATA, "the reason of a close frame is UTF-8");
    } else {
      ended = true;
      handler.closed(code);
    }
  }

  /** Whether the code may stand in a close frame (section 7.4, and IANA's registry). */
  private static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  private static boolean isUtf8(byte[] bytes, int offset) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, bytes.length - offset));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Always false. */
  private boolean violated(int code, String reason) {
    ended = true;
    kept = NOTHING;
    handler.violated(code, reason);
    return false;
  }
}
