package dev.herald;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Publishes every committed insert, update and delete of an entity to the node {@code
 * /{application}/{Entity}}, or to that of {@link #node}. Given several times, each with a node of
 * its own, it publishes as many projections.
 *
 * <p>Jackson's {@code @JsonIgnore}, {@code @JsonIgnoreProperties}, {@code @JsonIgnoreType} and
 * {@code @JsonProperty(access = WRITE_ONLY)} hide attributes. One that is named like a secret stops
 * the start unless it is hidden, or listed in {@link #fields}; that is asked of each projection. A
 * {@code @Lob} is published only where it is listed, and a {@code Blob}, a {@code Clob} or what is
 * not loaded never, as nothing is loaded for it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Published.All.class)
public @interface Published {

  /**
   * The node, in which {@code {…}} stands for the value of an attribute, as in {@code
   * /orders/{customer.id}}: the id, a basic attribute, one of an embeddable, or the id of an entity
   * that is referred to. Two values never give the same node: they are written as JavaScript's
   * {@code encodeURIComponent} does, null as {@code %null} and an empty text as {@code %empty}.
   * Each stands alone between slashes.
   *
   * <p>An entity whose update gives it another node is retracted from the one before.
   */
  String node() default "";

  /** The only attributes to publish; all that are not hidden when empty. */
  String[] fields() default {};

  /** Attributes that are not published. */
  String[] exclude() default {};

  /**
   * What is published: without {@link Operation#DELETE} an item outlives its row. To move to
   * another node belongs to an update.
   */
  Operation[] operations() default {Operation.INSERT, Operation.UPDATE, Operation.DELETE};

  /** How an entity is written, unless a {@link PayloadSerializer} writes it. */
  PayloadFormat payload() default PayloadFormat.XML;

  /**
   * A view of Jackson's: only attributes whose {@code @JsonView} belongs to it are published. As in
   * Jackson 3, those without the annotation are in no view.
   */
  Class<?> view() default void.class;

  /**
   * Whom the node is for. With {@link #roles} or a permission too, a reader has to fit all that is
   * said. Nobody else may subscribe, retrieve items or changes, or gets notifications.
   */
  ReadAccess access() default ReadAccess.OPEN;

  /**
   * Roles of which a reader must have one: {@code STAFF} is the authority of this name, or {@code
   * ROLE_STAFF}.
   */
  String[] roles() default {};

  /**
   * Decides who may read: the one bean of this type. Without Spring, register the entity with an
   * instance.
   */
  Class<? extends ReadPermission> permission() default ReadPermission.class;

  /** The same by the bean's name. */
  String permissionBean() default "";

  /** How many items the node keeps; 0 for the configured number, which is 1,000 unless set. */
  int maxItems() default 0;

  /**
   * For how long the changes of a row wait to be told as one, such as {@code 200ms}, {@code 5s} or
   * {@code PT0.2S}; of them the latest state is told. Each is told by itself when it is empty. See
   * {@link Coalescing}.
   */
  String coalesce() default "";

  /** After which time a row is told that is changed again and again; the window when empty. */
  String longestWait() default "";

  /** Holds several of them; the compiler writes it. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Published[] value();
  }
}
