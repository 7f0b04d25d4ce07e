package dev.herald.server.script;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients send and what they must receive, as literal XML. How it is written says {@code
 * scripts/README.md} of the test resources.
 *
 * @param name of its file
 * @param title its first comment
 * @param requires what a transport must have for it
 */
record Script(
    String name, String title, Set<String> requires, List<Login> clients, List<Step> steps) {

  /** What {@code requires:} may name: streams that outlive their connection (XEP-0198). */
  static final String STREAM_MANAGEMENT = "stream management";

  Script {
    requires = Set.copyOf(requires);
    clients = List.copyOf(clients);
    steps = List.copyOf(steps);
  }

  /**
   * How a client comes in.
   *
   * @param begins whether it does so before the first step
   * @param byItself whether its login is not the script's own
   * @param account null for an anonymous user
   * @param resource null for one that the server makes up
   */
  record Login(
      String client,
      int line,
      boolean begins,
      boolean byItself,
      @Nullable String account,
      String password,
      @Nullable String resource) {}
}
