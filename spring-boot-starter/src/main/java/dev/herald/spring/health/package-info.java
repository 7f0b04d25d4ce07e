/** What Actuator says of Herald. */
@NullMarked
package dev.herald.spring.health;

import org.jspecify.annotations.NullMarked;
