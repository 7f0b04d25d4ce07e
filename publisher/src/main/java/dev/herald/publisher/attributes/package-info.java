/** Which attributes of an entity may be seen: options, Jackson's annotations, secrets. */
@NullMarked
package dev.herald.publisher.attributes;

import org.jspecify.annotations.NullMarked;
