package dev.herald.server.websocket;

/** What a {@link FrameReader} finds, in its order, on the thread that reads. */
public interface FrameHandler {

  /** A whole text message; the bytes are only valid for the length of the call. */
  void message(byte[] utf8, int offset, int length);

  /** The end of a text message that was dropped, because it is larger than allowed. */
  void tooMuch();

  /** A ping, to be answered with the same data (section 5.5.2): at most 125 bytes. */
  void ping(byte[] data);

  /**
   * The peer closes; nothing is read any more.
   *
   * @param code of section 7.4, {@link FrameReader#NO_CODE} when the peer gives none
   */
  void closed(int code);

  /**
   * The peer breaks the protocol; nothing is read any more.
   *
   * @param code of section 7.4, with which it is to be told
   * @param reason at most 123 bytes of ASCII
   */
  void violated(int code, String reason);
}
