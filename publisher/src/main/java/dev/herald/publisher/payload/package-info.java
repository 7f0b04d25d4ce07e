/** What an item carries: entities, text, XML and objects as XML elements. */
@NullMarked
package dev.herald.publisher.payload;

import org.jspecify.annotations.NullMarked;
