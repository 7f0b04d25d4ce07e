package dev.herald.server.disco;

import java.util.List;
import java.util.Optional;

/** What a service has below its own address, for disco: its nodes and their items. */
public interface DiscoNodes {

  /** A line of a disco#items answer; a name, or else a node, tells items of one address apart. */
  record Line(String jid, Optional<String> node, Optional<String> name) {}

  /** What the service itself lists. */
  List<Line> items();

  /**
   * What a node lists.
   *
   * @throws dev.herald.xmpp.StanzaException {@code item-not-found}
   */
  List<Line> items(String node);

  /**
   * The type of a node's identity, {@code leaf} or {@code collection}.
   *
   * @throws dev.herald.xmpp.StanzaException {@code item-not-found}
   */
  String nodeType(String node);
}
