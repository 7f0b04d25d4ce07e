/** Where nodes are kept: in memory, or in a database. */
@NullMarked
package dev.herald.server.pubsub.store;

import org.jspecify.annotations.NullMarked;
