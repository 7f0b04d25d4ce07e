/** Spring Security's users as XMPP accounts, and their logout as the end of their streams. */
@NullMarked
package dev.herald.spring.security;

import org.jspecify.annotations.NullMarked;
