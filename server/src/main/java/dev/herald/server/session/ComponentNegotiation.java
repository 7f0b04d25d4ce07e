package dev.herald.server.session;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0114, section 3: a component's way in. The transport translates {@code
 * jabber:component:accept} to {@code jabber:client} and back. Called under the session's lock.
 */
final class ComponentNegotiation implements Negotiation {

  private final Session session;
  private final Components components;
  private @Nullable String domain;
  private String streamId = "";

  ComponentNegotiation(Session session, Components components) {
    this.session = session;
    this.components = components;
  }

  @Override
  public void opened(@Nullable String to) {
    streamId = Secrets.token();
    session.connection().open(to == null ? "" : to, streamId);
    if (to == null || !components.has(to)) {
      session.protocolError(Condition.HOST_UNKNOWN, "'" + to + "' is no component of this server");
      return;
    }
    domain = to;
  }

  @Override
  public void received(XmlElement element) {
    String wanted = domain;
    if (wanted == null || !element.is(Namespaces.CLIENT, "handshake")) {
      session.protocolError(Condition.NOT_AUTHORIZED, "A component begins by its handshake");
    } else if (!components.isHandshake(wanted, streamId, element.text().strip())) {
      session.disconnect(
          new StreamError(Condition.NOT_AUTHORIZED, "The handshake is wrong"),
          DisconnectReason.LOGIN_FAILED);
    } else if (!session.bound(Jid.parse(wanted))) {
      session.protocolError(Condition.CONFLICT, "'" + wanted + "' is connected already");
    } else {
      session.write(XmlElement.empty(Namespaces.CLIENT, "handshake").toString());
    }
  }
}
