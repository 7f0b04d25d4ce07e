package dev.herald.server.routing;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3921, section 3: session establishment, which RFC 6121 has dropped. A bound resource is all
 * there is, so it is granted and does nothing; Strophe and older clients ask for it.
 */
public final class LegacySession implements ImmediateIqHandler {

  @Override
  public String namespace() {
    return Namespaces.SESSION;
  }

  @Override
  public List<String> features() {
    return List.of();
  }

  @Override
  public @Nullable XmlElement handle(IqRequest request) {
    if (!request.set() || !request.payload().is(Namespaces.SESSION, "session")) {
      throw new StanzaException(
          Condition.BAD_REQUEST, "A session is asked for by an IQ of type set");
    }
    return null;
  }
}
