package dev.herald.server.websocket;

import dev.herald.server.session.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the frames of a server (RFC 6455, section 5), which are not masked, so that all that
 * waits leaves in one write. Grows as needed; for one thread at a time.
 */
public final class FrameBuffer {

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final int FINAL_PONG = 0x8A;
  private static final int MAX_CONTROL = 125;
  private static final int MAX_HEADER = 10;

  private byte[] bytes;
  private int size;

  /**
   * @param capacity in bytes, at first
   */
  public FrameBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Adds a text message. */
  public void text(Outbound message) {
    header(FINAL_TEXT, message.length());
    message.writeTo(this::append);
  }

  /**
   * Adds the answer to a ping.
   *
   * @param data of the ping, at most 125 bytes
   */
  public void pong(byte[] data) {
    header(FINAL_PONG, data.length);
    append(data);
  }

  /**
   * Adds a close frame.
   *
   * @param code of section 7.4; {@link FrameReader#NO_CODE} for a frame without one
   * @param reason cut at 123 bytes, between characters
   */
  public void close(int code, String reason) {
    if (code == FrameReader.NO_CODE) {
      header(FINAL_CLOSE, 0);
      return;
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = text.length;
    if (length > MAX_CONTROL - 2) {
      length = MAX_CONTROL - 2;
      while ((text[length] & 0xC0) == 0x80) {
        length--;
      }
    }
    header(FINAL_CLOSE, 2 + length);
    bytes[size++] = (byte) (code >> 8);
    bytes[size++] = (byte) code;
    append(Arrays.copyOf(text, length));
  }

  private void header(int first, int length) {
    ensure(MAX_HEADER + length);
    bytes[size++] = (byte) first;
    if (length < 126) {
      bytes[size++] = (byte) length;
    } else if (length < 0x10000) {
      bytes[size++] = 126;
      bytes[size++] = (byte) (length >> 8);
      bytes[size++] = (byte) length;
    } else {
      bytes[size++] = 127;
      for (int shift = 56; shift >= 0; shift -= 8) {
        bytes[size++] = (byte) ((long) length >> shift);
      }
    }
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
    }
  }

  private void append(byte[] part) {
    System.arraycopy(part, 0, bytes, size, part.length);
    size += part.length;
  }

  /** How many bytes are in it. */
  public int size() {
    return size;
  }

  /** How many bytes fit without more memory. */
  public int capacity() {
    return bytes.length;
  }

  /** The bytes from zero to {@link #size}; not a copy. */
  public byte[] array() {
    return bytes;
  }

  public void clear() {
    size = 0;
  }
}
