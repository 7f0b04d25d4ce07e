/** JIDs, XML elements, stanza errors; the hardened stream reader and the writer. */
@NullMarked
package dev.herald.xmpp;

import org.jspecify.annotations.NullMarked;
