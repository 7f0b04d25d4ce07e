package dev.herald.embedded;

import dev.herald.NodeReader;
import dev.herald.publisher.registration.NodeAccess;
import dev.herald.server.pubsub.ReadRule;
import dev.herald.server.sasl.Login;

/** Who may read an entity's nodes, as the server asks for it. */
record EntityReadRule(NodeAccess access) implements ReadRule {

  @Override
  public String nodes() {
    return access.nodes();
  }

  @Override
  public boolean covers(String node) {
    return access.covers(node);
  }

  @Override
  public boolean isOpen() {
    return access.isOpen();
  }

  @Override
  public boolean permits(Login reader, String node) {
    return access.permits(
        new NodeReader(reader.name(), reader.anonymous(), reader.authorities()), node);
  }

  /** A permission of the application's is not asked for thousands of nodes at once. */
  @Override
  public boolean lists(Login reader, String node) {
    return access.isPlain() && permits(reader, node);
  }
}
