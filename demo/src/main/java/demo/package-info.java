/** The status wall: what an application with Herald looks like. */
@NullMarked
package demo;

import org.jspecify.annotations.NullMarked;
