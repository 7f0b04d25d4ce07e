/** What a transaction has changed, seen through Hibernate. */
@NullMarked
package dev.herald.publisher.capture;

import org.jspecify.annotations.NullMarked;
