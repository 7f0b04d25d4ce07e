/** From a commit to the nodes, off the caller's thread. */
@NullMarked
package dev.herald.publisher.outbox;

import org.jspecify.annotations.NullMarked;
