package dev.herald.server.sasl;

import org.jspecify.annotations.Nullable;

/** One client's way through a mechanism. Not for use by several threads at once. */
interface Negotiation {

  /**
   * Evaluates the client's next message.
   *
   * @throws SaslFailure with a condition of RFC 6120, section 6.5; the negotiation is over then
   */
  Outcome respond(byte[] message);

  /** Whether the next {@link #respond} hashes a password or waits for a store. */
  boolean mayBlock();

  /** What follows from a message that was not refused. */
  sealed interface Outcome {}

  /** The client is asked for one more message. */
  record Challenge(String message) implements Outcome {}

  /**
   * The client has logged in.
   *
   * @param account the localpart of the account, escaped by XEP-0106
   * @param login who that is for the application
   * @param additionalData what the mechanism has to tell the client, if anything
   */
  record Success(String account, Login login, @Nullable String additionalData) implements Outcome {

    Success(String account, Login login) {
      this(account, login, null);
    }
  }
}
