/** The fan-out of whole servers, measured from outside. */
@NullMarked
package dev.herald.benchmarks;

import org.jspecify.annotations.NullMarked;
