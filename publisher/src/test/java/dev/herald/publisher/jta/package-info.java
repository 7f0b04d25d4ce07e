/** Transactions of a transaction manager. */
@NullUnmarked
package dev.herald.publisher.jta;

import org.jspecify.annotations.NullUnmarked;
