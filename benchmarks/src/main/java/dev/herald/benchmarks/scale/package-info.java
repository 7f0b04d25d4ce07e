/** What a server with very many nodes takes: to start, in memory, and for each request. */
@NullMarked
package dev.herald.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
