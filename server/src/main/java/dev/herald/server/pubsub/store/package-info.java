/** Where nodes, items and subscriptions are kept. */
@NullMarked
package dev.herald.server.pubsub.store;

import org.jspecify.annotations.NullMarked;
