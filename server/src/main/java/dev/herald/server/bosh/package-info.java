/** XEP-0124 and XEP-0206: a stream over HTTP requests, without an HTTP server. */
@NullMarked
package dev.herald.server.bosh;

import org.jspecify.annotations.NullMarked;
