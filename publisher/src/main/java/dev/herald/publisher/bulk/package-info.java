/** What reaches the tables past Hibernate's flush, and how nodes are made what their tables are. */
@NullMarked
package dev.herald.publisher.bulk;

import org.jspecify.annotations.NullMarked;
