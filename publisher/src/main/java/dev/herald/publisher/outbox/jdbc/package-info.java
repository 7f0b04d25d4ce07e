/** An outbox in the database of the entities, written in their own transactions. */
@NullMarked
package dev.herald.publisher.outbox.jdbc;

import org.jspecify.annotations.NullMarked;
