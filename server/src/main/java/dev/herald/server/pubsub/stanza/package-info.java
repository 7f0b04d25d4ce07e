/** XEP-0060 on the wire: stanzas to calls, exceptions to errors, events to messages. */
@NullMarked
package dev.herald.server.pubsub.stanza;

import org.jspecify.annotations.NullMarked;
