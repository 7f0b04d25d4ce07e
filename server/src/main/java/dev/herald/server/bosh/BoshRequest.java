package dev.herald.server.bosh;

import dev.herald.server.sasl.Peer;

/**
 * The HTTP request of a BOSH client.
 *
 * @param body its content, which should be a {@code <body/>}
 */
public record BoshRequest(String body, Peer peer) {}
