/** An outbox that ends with its process. */
@NullMarked
package dev.herald.publisher.outbox.memory;

import org.jspecify.annotations.NullMarked;
