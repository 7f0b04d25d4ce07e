/** What reaches the tables past Hibernate's flush. */
@NullMarked
package dev.herald.publisher.bulk;

import org.jspecify.annotations.NullMarked;
