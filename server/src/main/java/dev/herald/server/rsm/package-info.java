/** XEP-0059: Result Set Management: long lists in pages. */
@NullMarked
package dev.herald.server.rsm;

import org.jspecify.annotations.NullMarked;
