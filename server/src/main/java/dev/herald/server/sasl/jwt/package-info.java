/** Signed tokens as passwords of PLAIN, issued and checked, in the form that ejabberd takes. */
@NullMarked
package dev.herald.server.sasl.jwt;

import org.jspecify.annotations.NullMarked;
