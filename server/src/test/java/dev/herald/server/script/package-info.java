/** Scripts of literal stanzas, and what plays them over any transport. */
@NullMarked
package dev.herald.server.script;

import org.jspecify.annotations.NullMarked;
