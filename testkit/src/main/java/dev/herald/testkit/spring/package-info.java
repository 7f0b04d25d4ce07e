/** The test kit in tests of Spring Boot, of the whole application or a slice. */
@NullMarked
package dev.herald.testkit.spring;

import org.jspecify.annotations.NullMarked;
