/** An application as others write them, and its tests, as the guide shows them. */
@NullMarked
package dev.herald.testkit.shop;

import org.jspecify.annotations.NullMarked;
