package dev.herald.publisher.attributes;

import jakarta.persistence.Lob;
import java.sql.Blob;
import java.sql.Clob;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.BasicType;
import org.hibernate.type.CollectionType;
import org.hibernate.type.Type;

/** What kind of attribute it is, as far as that decides whether it is published. */
enum AttributeKind {
  /** Published unless something hides it. */
  ORDINARY,

  /** Text or bytes that may be large: published where it is listed. */
  LOB,

  /** Never published: its content is a load away, or there is no one model that it could name. */
  UNREADABLE;

  static AttributeKind of(
      Class<?> owner, String name, Type type, SessionFactoryImplementor factory) {
    Type value =
        type instanceof CollectionType collection ? collection.getElementType(factory) : type;
    Class<?> java = value.getReturnedClass();
    if (value.isAnyType()
        || Blob.class.isAssignableFrom(java)
        || Clob.class.isAssignableFrom(java)) {
      return UNREADABLE;
    }
    // The annotation too, as some databases have no type of their own for it.
    boolean lob =
        (value instanceof BasicType<?> basic && basic.getJdbcType().isLob())
            || !AttributeMembers.annotations(owner, name, Lob.class).isEmpty();
    return lob ? LOB : ORDINARY;
  }
}
