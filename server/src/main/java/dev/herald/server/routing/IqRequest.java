package dev.herald.server.routing;

import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client that a service has to answer.
 *
 * @param from the full JID of the client, set by this server
 * @param to the service that is addressed
 * @param set whether it wants to change something
 * @param payload the only child element of the IQ
 * @param component whether a component asks (XEP-0114), which this server trusts
 * @param login who the client is; null for a component
 */
public record IqRequest(
    Jid from, Jid to, boolean set, XmlElement payload, boolean component, @Nullable Login login) {}
