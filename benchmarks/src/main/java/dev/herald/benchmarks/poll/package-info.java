/** Pages that poll beside pages that have subscribed, to the same rows of the same application. */
@NullMarked
package dev.herald.benchmarks.poll;

import org.jspecify.annotations.NullMarked;
