package dev.herald.benchmarks;

/** How the stanzas of one client travel. Used on the event loop only. */
public interface Transport extends EventLoop.Peer {

  /** Who uses it. */
  interface Listener {

    /** The stream can be opened. */
    void connected();

    /** The server has ended the connection, which no server should. */
    void closed(String reason);

    /** A stanza, or several in one BOSH body; the array is used again after the call. */
    void stanzas(byte[] bytes, int from, int to, int wireBytes);
  }

  /** Opens the stream, and again after SASL. */
  void openStream();

  void send(String stanza);

  boolean isOpen();

  /** Forgets a connection that the server has closed. */
  void drop();

  /** Ends the stream and the connection. */
  void close();
}
