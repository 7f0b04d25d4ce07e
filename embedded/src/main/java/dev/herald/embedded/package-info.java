/** Publisher and server in one process: no broker, no network in between. */
@NullMarked
package dev.herald.embedded;

import org.jspecify.annotations.NullMarked;
