package dev.herald;

/** Whom nodes are for, before {@link Published#roles} and a {@link ReadPermission} are asked. */
public enum ReadAccess {
  /** Whoever may connect; those without a login too, where they may (herald.anonymous). */
  OPEN,
  /** Whoever has logged in under a name. */
  AUTHENTICATED
}
