package dev.herald.server;

import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlLimits;
import java.time.Duration;

/**
 * How the server is set up.
 *
 * @param domain the part of all addresses after the {@code @}
 * @param service the address of the PubSub service
 * @param anonymous whether anybody may log in (SASL ANONYMOUS)
 * @param xml limits for what comes in
 * @param pubSub limits for what clients may take up
 * @param maxSessions sessions at once, logged in or not
 * @param outboundBytes what may wait for one client that does not read
 * @param loginTimeout how long a connection may last without a bound resource
 */
public record ServerSettings(
    String domain,
    String service,
    boolean anonymous,
    XmlLimits xml,
    PubSubLimits pubSub,
    int maxSessions,
    long outboundBytes,
    Duration loginTimeout) {

  public ServerSettings {
    for (String address : new String[] {domain, service}) {
      try {
        Jid jid = Jid.parse(address);
        if (jid.local() != null || jid.resource() != null) {
          throw new IllegalArgumentException("'" + address + "' is an account, not a domain");
        }
      } catch (StanzaException e) {
        throw new IllegalArgumentException(
            "'" + address + "' cannot be an XMPP domain; use a host name such as 'localhost'", e);
      }
    }
    if (domain.equalsIgnoreCase(service)) {
      throw new IllegalArgumentException(
          "The PubSub service needs an address of its own, such as 'pubsub.%s', not '%s'"
              .formatted(domain, service));
    }
    if (maxSessions < 1
        || outboundBytes < 1
        || loginTimeout.isNegative()
        || loginTimeout.isZero()) {
      throw new IllegalArgumentException(
          "Limits must be positive: %d sessions, %d outbound bytes, login within %s"
              .formatted(maxSessions, outboundBytes, loginTimeout));
    }
  }

  /** Domain {@code localhost}, no anonymous users, the limits' defaults. */
  public static ServerSettings defaults() {
    return new ServerSettings(
        "localhost",
        "pubsub.localhost",
        false,
        XmlLimits.DEFAULT,
        PubSubLimits.DEFAULT,
        10_000,
        1024 * 1024,
        Duration.ofSeconds(30));
  }

  public ServerSettings withAnonymous(boolean allowed) {
    return new ServerSettings(
        domain, service, allowed, xml, pubSub, maxSessions, outboundBytes, loginTimeout);
  }

  public ServerSettings withOutboundBytes(long bytes) {
    return new ServerSettings(
        domain, service, anonymous, xml, pubSub, maxSessions, bytes, loginTimeout);
  }
}
