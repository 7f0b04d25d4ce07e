/** The PubSub service: nodes, items, subscriptions. It knows no XML and no session. */
@NullMarked
package dev.herald.server.pubsub;

import org.jspecify.annotations.NullMarked;
