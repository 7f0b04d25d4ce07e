/** Who is at the other end: SASL mechanisms (RFC 6120, section 6) and the port to accounts. */
@NullMarked
package dev.herald.server.sasl;

import org.jspecify.annotations.NullMarked;
