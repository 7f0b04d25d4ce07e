/** Other people's clients against Herald and against other people's servers. */
@NullMarked
package dev.herald.interop;

import org.jspecify.annotations.NullMarked;
