/** Order without a lock: what is added in order is run in order. */
@NullMarked
package dev.herald.server.lane;

import org.jspecify.annotations.NullMarked;
