/** XEP-0199: are you still there? */
@NullMarked
package dev.herald.server.ping;

import org.jspecify.annotations.NullMarked;
