/** Herald in a Spring Boot application: its properties and its beans. */
@NullMarked
package dev.herald.spring;

import org.jspecify.annotations.NullMarked;
