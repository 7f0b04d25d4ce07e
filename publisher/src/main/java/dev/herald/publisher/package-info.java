/** The publisher as a whole, and the port to where nodes are. */
@NullMarked
package dev.herald.publisher;

import org.jspecify.annotations.NullMarked;
