package dev.herald.server.routing;

import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Optional;

/**
 * An address that answers IQs: the server itself, and its PubSub service.
 *
 * @param messages what is done with messages, if any are taken
 */
public record Service(Jid jid, List<IqHandler> handlers, Optional<MessageHandler> messages) {

  public Service {
    handlers = List.copyOf(handlers);
  }

  /** One that takes no messages. */
  public Service(Jid jid, List<IqHandler> handlers) {
    this(jid, handlers, Optional.empty());
  }

  Optional<IqHandler> handler(String namespace) {
    return handlers.stream().filter(h -> h.namespace().equals(namespace)).findFirst();
  }
}
