package dev.herald.external;

import java.time.Instant;

/**
 * How it stands with the XMPP server.
 *
 * @param up whether all that is published is taken
 * @param message one sentence: to whom the connection is, or what is wrong and how to mend it;
 *     without any secret
 * @param since when it came to be so
 */
public record ConnectionState(boolean up, String message, Instant since) {}
