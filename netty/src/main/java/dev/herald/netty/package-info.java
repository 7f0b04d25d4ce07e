/** Listeners on Netty: XMPP over TCP, and WebSocket and BOSH on one HTTP port; TLS. */
@NullMarked
package dev.herald.netty;

import org.jspecify.annotations.NullMarked;
