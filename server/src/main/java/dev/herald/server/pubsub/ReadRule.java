package dev.herald.server.pubsub;

import dev.herald.server.sasl.Login;

/**
 * Who may read certain nodes, as the application says that publishes there. Nothing of it is
 * stored, so it is said at each start. Called by several threads at once, for each request and,
 * unless it is open, for each session that is notified; must not block.
 */
public interface ReadRule {

  /** A name for the nodes, such as a template; another rule of this name takes the place of it. */
  String nodes();

  /** Whether it is about a node, be it there or not. */
  boolean covers(String node);

  /** Whether it permits everybody. */
  boolean isOpen();

  /** Whether somebody may read a node that it covers. */
  boolean permits(Login reader, String node);

  /**
   * Whether the node is named to somebody who asks which nodes there are; never where {@link
   * #permits} does not.
   */
  boolean lists(Login reader, String node);
}
