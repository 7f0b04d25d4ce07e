@NullMarked
package dev.herald.benchmarks;

import org.jspecify.annotations.NullMarked;
