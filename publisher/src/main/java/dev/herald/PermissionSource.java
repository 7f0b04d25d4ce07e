package dev.herald;

/** Where the {@link ReadPermission} of a registration is found. */
public sealed interface PermissionSource {

  /** It is this one. */
  record Instance(ReadPermission permission) implements PermissionSource {}

  /** The one bean of a type. */
  record OfType(Class<? extends ReadPermission> type) implements PermissionSource {}

  /** The bean of a name. */
  record Named(String bean) implements PermissionSource {}
}
