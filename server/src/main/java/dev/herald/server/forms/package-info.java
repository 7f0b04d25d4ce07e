/** XEP-0004: forms of named fields. */
@NullMarked
package dev.herald.server.forms;

import org.jspecify.annotations.NullMarked;
