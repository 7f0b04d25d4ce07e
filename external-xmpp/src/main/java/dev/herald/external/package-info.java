/**
 * The nodes on ejabberd, Prosody or another XMPP server: the port to it, and how that is set up.
 */
@NullMarked
package dev.herald.external;

import org.jspecify.annotations.NullMarked;
