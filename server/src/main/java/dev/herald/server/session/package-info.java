/** One client's stream, from its header to its end, without any I/O. */
@NullMarked
package dev.herald.server.session;

import org.jspecify.annotations.NullMarked;
