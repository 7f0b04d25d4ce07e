package dev.herald.server.session;

import java.util.Locale;

/** Why a connection has ended. Every disconnect has one, in the log and on the wire. */
public enum DisconnectReason {
  /** The client closed its stream. */
  CLIENT_CLOSED(1000),
  /** The connection broke without a word. */
  CONNECTION_LOST(1001),
  /** The server stops. */
  SHUTDOWN(1001),
  /**
   * The client did not read what was sent to it, and the bound on what waits for it was reached.
   */
  SLOW_CONSUMER(1008),
  /** No login within the time for it. */
  LOGIN_TIMEOUT(1008),
  /** Too many failed logins on one stream. */
  LOGIN_FAILED(1008),
  /** The host application's login ended: a logout, or its HTTP session's end. */
  LOGGED_OUT(1008),
  /** The account has been removed (XEP-0077). */
  ACCOUNT_REMOVED(1008),
  /** A BOSH client sent no request within the inactivity period. */
  INACTIVE(1008),
  /** The client broke the protocol or a limit; the stream error says how. */
  PROTOCOL_ERROR(1008),
  /** The client sent nothing for the idle time-out and did not answer a ping. */
  IDLE_TIMEOUT(1008),
  /** The connection was lost, and the client did not resume its stream in time (XEP-0198). */
  RESUMPTION_TIMEOUT(1001),
  /** The stream goes on on another connection (XEP-0198). */
  RESUMED_ELSEWHERE(1000),
  /** More stanzas or bytes a second than allowed, for longer than can be made up by waiting. */
  RATE_LIMIT(1008),
  /** The server behind a bridge has ended the stream, perhaps by a stream error. */
  REMOTE_CLOSED(1000),
  /** The server behind a bridge cannot be reached, or its connection is lost. */
  REMOTE_LOST(1001),
  /** TLS could not be set up. */
  TLS_FAILED(1008),
  /** The server already has as many sessions as it may, at all, of this user or this address. */
  TOO_MANY_SESSIONS(1013);

  private final int webSocketCode;

  DisconnectReason(int webSocketCode) {
    this.webSocketCode = webSocketCode;
  }

  /** The WebSocket close code of RFC 6455, section 7.4. */
  public int webSocketCode() {
    return webSocketCode;
  }

  /** The name in logs and in a WebSocket's close reason, such as {@code slow-consumer}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
