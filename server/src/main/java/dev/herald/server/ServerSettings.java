package dev.herald.server;

import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlLimits;

/**
 * How the server is set up.
 *
 * @param domain the part of all addresses after the {@code @}
 * @param service the address of the PubSub service
 * @param anonymous whether anybody may log in (SASL ANONYMOUS)
 * @param xml limits for what comes in
 * @param pubSub limits for what clients may take up
 * @param streams limits for streams, users and addresses
 * @param bosh limits for BOSH
 * @param outboundBytes what may wait for one client that does not read or acknowledge
 */
public record ServerSettings(
    String domain,
    String service,
    boolean anonymous,
    XmlLimits xml,
    PubSubLimits pubSub,
    StreamLimits streams,
    BoshLimits bosh,
    long outboundBytes) {

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
    if (outboundBytes < 1) {
      throw new IllegalArgumentException(
          "What may wait for a client is at least a byte, not " + outboundBytes);
    }
  }

  /** Domain {@code localhost}, no anonymous users, the limits' defaults. */
  public static ServerSettings defaults() {
    return of("localhost");
  }

  /** No anonymous users, the PubSub service at {@code pubsub.} and the domain, the defaults. */
  public static ServerSettings of(String domain) {
    return new ServerSettings(
        domain,
        "pubsub." + domain,
        false,
        XmlLimits.DEFAULT,
        PubSubLimits.DEFAULT,
        StreamLimits.DEFAULT,
        BoshLimits.DEFAULT,
        1024 * 1024);
  }

  public ServerSettings withAnonymous(boolean allowed) {
    return new ServerSettings(domain, service, allowed, xml, pubSub, streams, bosh, outboundBytes);
  }

  public ServerSettings withOutboundBytes(long bytes) {
    return new ServerSettings(domain, service, anonymous, xml, pubSub, streams, bosh, bytes);
  }

  public ServerSettings withStreams(StreamLimits limits) {
    return new ServerSettings(domain, service, anonymous, xml, pubSub, limits, bosh, outboundBytes);
  }

  public ServerSettings withBosh(BoshLimits limits) {
    return new ServerSettings(
        domain, service, anonymous, xml, pubSub, streams, limits, outboundBytes);
  }
}
