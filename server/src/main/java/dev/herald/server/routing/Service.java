package dev.herald.server.routing;

import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Optional;

/** An address that answers IQs: the server itself, and its PubSub service. */
public record Service(Jid jid, List<IqHandler> handlers) {

  public Service {
    handlers = List.copyOf(handlers);
  }

  Optional<IqHandler> handler(String namespace) {
    return handlers.stream().filter(h -> h.namespace().equals(namespace)).findFirst();
  }
}
