package dev.herald.spring;

import dev.herald.external.XmppSettings;
import dev.herald.external.stream.TlsMode;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code herald.xmpp.*}, for {@code herald.target=xmpp}.
 *
 * @param host of the server; by default what DNS has for the domain (SRV records), else the domain
 * @param port by default 5222, 5223 for direct TLS, 5347 for components
 * @param jid the account, as name@domain
 * @param password of the account
 * @param token instead of a password, a JWT for one; fresh ones at each login by a bean of type
 *     XmppSettings
 * @param component instead of an account, a component's domain as the server knows it (XEP-0114)
 * @param componentSecret that the component shares with the server
 * @param service address of the PubSub service; by default "pubsub." and the domain, else the one
 *     that the server lists
 * @param tls auto (by STARTTLS; on this machine only where the server insists), starttls, direct
 *     (from the first byte) or none (on this machine only)
 * @param trustedCertificate file in PEM of the certificates to trust; by default those that Java
 *     trusts
 * @param connectTimeout for each step of connecting and logging in
 * @param answerTimeout how long a request may be without an answer, 55 s at most
 * @param longestPause between attempts to connect
 * @param inFlight publishes at once without an answer
 * @param cleaning how often the subscriptions of sessions that are gone are ended, which a server
 *     may not do by itself; 0 for never
 * @param stanzaSize largest stanza that the server takes; an item that needs more is refused
 */
@ConfigurationProperties("herald.xmpp")
public record HeraldXmppProperties(
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String jid,
    @Nullable String password,
    @Nullable String token,
    @Nullable String component,
    @Nullable String componentSecret,
    @Nullable String service,
    @DefaultValue("auto") TlsMode tls,
    @Nullable Path trustedCertificate,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("30s") Duration answerTimeout,
    @DefaultValue("30s") Duration longestPause,
    @DefaultValue("1000") int inFlight,
    @DefaultValue("10m") Duration cleaning,
    @DefaultValue("256KB") DataSize stanzaSize) {

  XmppSettings toSettings() {
    return credentials()
        .withHost(host, port)
        .withService(service)
        .withTls(tls, trustedCertificate)
        .withTimes(connectTimeout, answerTimeout, longestPause)
        .withBounds(inFlight, Math.toIntExact(stanzaSize.toBytes()));
  }

  private XmppSettings credentials() {
    if (component != null && jid == null) {
      if (componentSecret == null) {
        throw new IllegalArgumentException(
            "herald.xmpp.component needs herald.xmpp.component-secret, as in the server's configuration");
      }
      return XmppSettings.component(component, componentSecret);
    }
    if (jid == null || component != null) {
      throw new IllegalArgumentException(
          "herald.target=xmpp needs either herald.xmpp.jid with a password or token, or herald.xmpp.component with its secret");
    }
    if ((password == null) == (token == null)) {
      throw new IllegalArgumentException(
          "herald.xmpp.jid needs either herald.xmpp.password or herald.xmpp.token");
    }
    String fixed = token;
    return fixed != null
        ? XmppSettings.token(jid, () -> fixed)
        : XmppSettings.account(jid, password == null ? "" : password);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "HeraldXmppProperties[host=%s, port=%s, jid=%s, component=%s, service=%s]"
        .formatted(host, port, jid, component, service);
  }
}
