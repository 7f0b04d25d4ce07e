@NullMarked
package dev.herald.benchmarks.poll;

import org.jspecify.annotations.NullMarked;
