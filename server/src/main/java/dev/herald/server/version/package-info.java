/** XEP-0092: which software is this? */
@NullMarked
package dev.herald.server.version;

import org.jspecify.annotations.NullMarked;
