/** From a stanza to the service that it is addressed to, and one reply for every IQ. */
@NullMarked
package dev.herald.server.routing;

import org.jspecify.annotations.NullMarked;
