package dev.herald.publisher.registration;

/**
 * Who may read a node.
 *
 * @param readers in words, for the report
 */
public record NodeAccess(String readers) {

  /** Nothing but the login is asked of a reader; another rule cannot be chosen yet. */
  public static final NodeAccess OPEN = new NodeAccess("everyone who may connect");
}
