package dev.herald.server.pubsub.stanza;

import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Optional;

/** XEP-0060, sections 5.2 to 5.5: the nodes of the service and their items, by disco. */
public final class PubSubNodes implements DiscoNodes {

  private final Jid address;
  private final PubSubService service;

  public PubSubNodes(Jid address, PubSubService service) {
    this.address = address;
    this.service = service;
  }

  @Override
  public List<Line> items() {
    return service.nodes().stream()
        .map(node -> new Line(address.toString(), Optional.of(node), Optional.empty()))
        .toList();
  }

  @Override
  public List<Line> items(String node) {
    try {
      return service.items(Actor.APPLICATION, node).stream()
          .map(item -> new Line(address.toString(), Optional.empty(), Optional.of(item.id())))
          .toList();
    } catch (PubSubException e) {
      throw PubSubErrors.of(e);
    }
  }

  @Override
  public String nodeType(String node) {
    try {
      service.node(node);
      return "leaf";
    } catch (PubSubException e) {
      throw PubSubErrors.of(e);
    }
  }
}
