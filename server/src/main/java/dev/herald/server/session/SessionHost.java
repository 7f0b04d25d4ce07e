package dev.herald.server.session;

import dev.herald.server.sasl.SaslMechanisms;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a server share.
 *
 * @param outboundBytes what may wait for one client, sent or to be acknowledged
 * @param mechanisms the ways to log in
 * @param stanzas what happens to the stanzas of clients that are logged in
 * @param logins where passwords are checked, which takes time; it refuses when too many wait
 * @param beforeLogin what may be asked without a login, if anything
 * @param features more stream features to announce, before and after the login
 */
public record SessionHost(
    String domain,
    StreamLimits limits,
    long outboundBytes,
    SessionRegistry registry,
    SaslMechanisms mechanisms,
    StanzaHandler stanzas,
    Executor logins,
    @Nullable BeforeLogin beforeLogin,
    List<XmlElement> features) {

  public SessionHost {
    features = List.copyOf(features);
  }
}
