@NullMarked
package dev.herald.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
