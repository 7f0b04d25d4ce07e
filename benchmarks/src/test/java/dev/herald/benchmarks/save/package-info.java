@NullMarked
package dev.herald.benchmarks.save;

import org.jspecify.annotations.NullMarked;
