/** What Herald costs the transaction that saves an entity. */
@NullMarked
package dev.herald.benchmarks.save;

import org.jspecify.annotations.NullMarked;
