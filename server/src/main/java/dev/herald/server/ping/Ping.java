package dev.herald.server.ping;

import dev.herald.server.routing.ImmediateIqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XEP-0199: XMPP Ping, section 4.2: the server answers that it is there. */
public final class Ping implements ImmediateIqHandler {

  private static final String NAMESPACE = "urn:xmpp:ping";

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public List<String> features() {
    return List.of(NAMESPACE);
  }

  @Override
  public @Nullable XmlElement handle(IqRequest request) {
    if (request.set() || !request.payload().is(NAMESPACE, "ping")) {
      throw new StanzaException(Condition.BAD_REQUEST, "A ping is an IQ of type get");
    }
    return null;
  }
}
