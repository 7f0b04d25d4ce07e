/** What an application's own tests say of what it publishes. */
@NullMarked
package dev.herald.testkit;

import org.jspecify.annotations.NullMarked;
