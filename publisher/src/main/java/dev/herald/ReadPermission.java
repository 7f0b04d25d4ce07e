package dev.herald;

/**
 * Decides who may read a node, where that depends on more than roles: on whose node it is.
 *
 * <pre>{@code
 * @Component
 * class OwnOrders implements ReadPermission {
 *   public boolean mayRead(NodeReader reader, NodeName node) {
 *     return reader.hasRole("STAFF") || reader.name().equals(node.value("customer.login"));
 *   }
 * }
 * }</pre>
 *
 * <p>It is asked when somebody subscribes or retrieves, and once more for each notification and
 * each session that would get it, so that a change of mind counts at once. Called by several
 * threads at the same time, the server's own; answer from memory, since others wait meanwhile. When
 * it throws, nobody may read.
 */
@FunctionalInterface
public interface ReadPermission {

  /**
   * Whether somebody may read a node.
   *
   * @param reader may be anonymous, unless {@link Published#access} or roles say otherwise
   * @param node one of those that it was registered for, which may not exist yet
   */
  boolean mayRead(NodeReader reader, NodeName node);
}
