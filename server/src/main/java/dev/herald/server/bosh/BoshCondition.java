package dev.herald.server.bosh;

import dev.herald.server.session.DisconnectReason;
import dev.herald.xmpp.StreamError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a session has ended: those of XEP-0124, section 17.2, for which this server has a cause. */
enum BoshCondition {
  BAD_REQUEST(400),
  HOST_UNKNOWN(0),
  IMPROPER_ADDRESSING(0),
  INTERNAL_SERVER_ERROR(0),
  ITEM_NOT_FOUND(404),
  OTHER_REQUEST(0),
  POLICY_VIOLATION(403),
  REMOTE_CONNECTION_FAILED(0),
  REMOTE_STREAM_ERROR(0),
  SYSTEM_SHUTDOWN(0),
  UNDEFINED_CONDITION(0);

  private final int legacyStatus;

  BoshCondition(int legacyStatus) {
    this.legacyStatus = legacyStatus;
  }

  /** The attribute's value, such as {@code item-not-found}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The HTTP status for clients of before version 1.6 (section 17.1), or 0 for none. */
  int legacyStatus() {
    return legacyStatus;
  }

  /**
   * The condition for the end of a stream; null when the client itself wanted it. What the stream's
   * header alone can cause has a condition of BOSH, every other stream error the one for them all.
   */
  static @Nullable BoshCondition of(@Nullable StreamError error, DisconnectReason reason) {
    if (error != null) {
      return switch (error.condition()) {
        case HOST_UNKNOWN -> HOST_UNKNOWN;
        case REMOTE_CONNECTION_FAILED -> REMOTE_CONNECTION_FAILED;
        case SYSTEM_SHUTDOWN -> SYSTEM_SHUTDOWN;
        case INTERNAL_SERVER_ERROR -> INTERNAL_SERVER_ERROR;
        default -> REMOTE_STREAM_ERROR;
      };
    }
    return switch (reason) {
      case CLIENT_CLOSED -> null;
      case SHUTDOWN -> SYSTEM_SHUTDOWN;
      case CONNECTION_LOST, REMOTE_CLOSED, REMOTE_LOST -> REMOTE_CONNECTION_FAILED;
      case SLOW_CONSUMER, PROTOCOL_ERROR, TOO_MANY_SESSIONS -> POLICY_VIOLATION;
      default -> UNDEFINED_CONDITION;
    };
  }
}
