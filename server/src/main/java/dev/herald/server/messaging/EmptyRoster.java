package dev.herald.server.messaging;

import dev.herald.server.routing.ImmediateIqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.List;

/** A roster without contacts (RFC 6121, section 2): clients ask for it when they log in. */
public final class EmptyRoster implements ImmediateIqHandler {

  private static final String NAMESPACE = "jabber:iq:roster";

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public List<String> features() {
    return List.of();
  }

  @Override
  public XmlElement handle(IqRequest request) {
    if (request.set()) {
      throw new StanzaException(
          Condition.FEATURE_NOT_IMPLEMENTED, "This server has no rosters, so none can be changed");
    }
    if (!request.payload().is(NAMESPACE, "query")) {
      throw new StanzaException(Condition.BAD_REQUEST, "The roster is asked for by a query");
    }
    return XmlElement.empty(NAMESPACE, "query");
  }
}
