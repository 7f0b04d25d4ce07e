package dev.herald;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Publishes every committed insert, update and delete of an entity to the node {@code
 * /{application}/{Entity}}.
 *
 * <p>Jackson's {@code @JsonIgnore}, {@code @JsonIgnoreProperties}, {@code @JsonIgnoreType} and
 * {@code @JsonProperty(access = WRITE_ONLY)} hide attributes. One that is named like a secret stops
 * the start unless it is hidden, or listed in {@link #fields}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Published {

  /** The only attributes to publish; all that are not hidden when empty. */
  String[] fields() default {};

  /** Attributes that are not published. */
  String[] exclude() default {};

  /** How many items the node keeps; 0 for the configured number, which is 1,000 unless set. */
  int maxItems() default 0;
}
