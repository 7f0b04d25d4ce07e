/** How nodes are made what the tables of their entities are. */
@NullMarked
package dev.herald.publisher.table;

import org.jspecify.annotations.NullMarked;
