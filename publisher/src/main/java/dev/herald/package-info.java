/** What an application writes: which entities are published, and what else is. */
@NullMarked
package dev.herald;

import org.jspecify.annotations.NullMarked;
