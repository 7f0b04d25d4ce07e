package dev.herald.server.script;

/** How the clients of scripts reach the server. */
public interface ScriptTransport {

  /** A new connection, on which nothing has been sent. */
  ScriptConnection connect();

  /** Whether a stream outlives its connection (XEP-0198). */
  default boolean isResumable() {
    return true;
  }
}
