package dev.herald.server.version;

import dev.herald.server.routing.ImmediateIqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.List;

/** XEP-0092: Software Version. The operating system is nobody's business (section 4). */
public final class SoftwareVersion implements ImmediateIqHandler {

  public static final String NAME = "Herald";
  public static final String VERSION = "0.1";

  private static final String NAMESPACE = "jabber:iq:version";

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public List<String> features() {
    return List.of(NAMESPACE);
  }

  @Override
  public XmlElement handle(IqRequest request) {
    if (request.set() || !request.payload().is(NAMESPACE, "query")) {
      throw new StanzaException(Condition.BAD_REQUEST, "The version is asked for by a get");
    }
    return XmlElement.builder(NAMESPACE, "query")
        .add(XmlElement.builder(NAMESPACE, "name").text(NAME))
        .add(XmlElement.builder(NAMESPACE, "version").text(VERSION))
        .build();
  }
}
