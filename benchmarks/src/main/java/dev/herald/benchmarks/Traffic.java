package dev.herald.benchmarks;

/**
 * Bytes that connections have read from their sockets and written to them: payload and the framing
 * of HTTP or WebSocket, without what TCP adds. Used on one event loop only.
 */
public final class Traffic {

  private long in;
  private long out;

  void read(int bytes) {
    in += bytes;
  }

  void wrote(int bytes) {
    out += bytes;
  }

  /** From the server. */
  public long in() {
    return in;
  }

  /** To the server. */
  public long out() {
    return out;
  }
}
