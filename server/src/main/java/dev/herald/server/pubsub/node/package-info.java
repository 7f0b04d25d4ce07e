/**
 * What a node is: its options, affiliations, subscriptions, items, and the changes that it has had.
 */
@NullMarked
package dev.herald.server.pubsub.node;

import org.jspecify.annotations.NullMarked;
