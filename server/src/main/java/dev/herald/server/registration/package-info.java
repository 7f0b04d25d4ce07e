/** XEP-0077: accounts that people make by themselves. */
@NullMarked
package dev.herald.server.registration;

import org.jspecify.annotations.NullMarked;
