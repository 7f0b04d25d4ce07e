/** An ordinary Spring Boot application, which pages can poll and subscribe to. */
@NullMarked
package dev.herald.benchmarks.board;

import org.jspecify.annotations.NullMarked;
