/** XEP-0030: what an address is and what it can do. */
@NullMarked
package dev.herald.server.disco;

import org.jspecify.annotations.NullMarked;
