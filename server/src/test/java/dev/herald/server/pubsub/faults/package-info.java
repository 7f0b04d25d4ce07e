/** What the service does while its store fails, and after it. */
@NullMarked
package dev.herald.server.pubsub.faults;

import org.jspecify.annotations.NullMarked;
