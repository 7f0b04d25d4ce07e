/** One stream to an XMPP server: addresses, TLS, login, requests and their answers. */
@NullMarked
package dev.herald.external.stream;

import org.jspecify.annotations.NullMarked;
