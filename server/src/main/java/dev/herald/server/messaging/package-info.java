/** Between clients: of RFC 6121 what a PubSub service needs. */
@NullMarked
package dev.herald.server.messaging;

import org.jspecify.annotations.NullMarked;
