/** The XMPP server as a whole: its settings and how its parts are put together. */
@NullMarked
package dev.herald.server;

import org.jspecify.annotations.NullMarked;
