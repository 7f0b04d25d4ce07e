/** Which entities are published, where, and which of their attributes. */
@NullMarked
package dev.herald.publisher.registration;

import org.jspecify.annotations.NullMarked;
