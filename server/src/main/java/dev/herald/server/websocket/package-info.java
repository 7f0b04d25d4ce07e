/** RFC 7395: XMPP framing for WebSocket, without a socket. */
@NullMarked
package dev.herald.server.websocket;

import org.jspecify.annotations.NullMarked;
