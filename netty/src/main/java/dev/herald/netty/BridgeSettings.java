package dev.herald.netty;

import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which server a {@link Bridge} leads to, and what its clients may take up.
 *
 * @param domain the server's XMPP domain, for which its certificate has to be
 * @param service the address of its PubSub service, which host-meta tells to herald.js
 * @param host the server's name or address
 * @param port its port for clients, mostly 5222, or 5223 for direct TLS
 * @param tls how it is spoken to
 * @param trust certificates in PEM that are trusted, in the place of the system's
 * @param xml what one stanza may cost, of a client and of the server
 * @param streams how many streams there may be, and how long they may be silent; the rates are the
 *     server's to limit
 * @param bosh the same for BOSH
 * @param outboundBytes what may wait for one client that does not read, or for the server. From an
 *     eighth of it on the other side is not read from.
 */
public record BridgeSettings(
    String domain,
    String service,
    String host,
    int port,
    ServerTls tls,
    @Nullable Path trust,
    XmlLimits xml,
    StreamLimits streams,
    BoshLimits bosh,
    long outboundBytes) {

  private static final long OUTBOUND_BYTES = 1024 * 1024;

  public BridgeSettings {
    Jid address = Jid.parse(domain);
    if (!address.toString().equals(address.domain())) {
      throw new IllegalArgumentException(
          "'" + domain + "' is an account or a resource; the server's domain is needed");
    }
    Jid.parse(service);
    if (host.isBlank()) {
      throw new IllegalArgumentException("The server behind the bridge has no name");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "A server's port is a number from 1 to 65535, not " + port);
    }
    if (trust != null && tls == ServerTls.NONE) {
      throw new IllegalArgumentException(
          "Without TLS to the server, the certificates in '" + trust + "' are of no use");
    }
    if (outboundBytes < 1) {
      throw new IllegalArgumentException("A limit must be positive, not " + outboundBytes);
    }
  }

  /** With the default limits and the system's certificates. */
  public static BridgeSettings to(String domain, String host, int port, ServerTls tls) {
    return new BridgeSettings(
        domain,
        "pubsub." + domain,
        host,
        port,
        tls,
        null,
        XmlLimits.DEFAULT,
        StreamLimits.DEFAULT,
        BoshLimits.DEFAULT,
        OUTBOUND_BYTES);
  }

  public BridgeSettings withTrust(@Nullable Path certificates) {
    return new BridgeSettings(
        domain, service, host, port, tls, certificates, xml, streams, bosh, outboundBytes);
  }

  public BridgeSettings withService(String address) {
    return new BridgeSettings(
        domain, address, host, port, tls, trust, xml, streams, bosh, outboundBytes);
  }

  public BridgeSettings withLimits(
      XmlLimits stanzas, StreamLimits clients, BoshLimits ofBosh, long waiting) {
    return new BridgeSettings(
        domain, service, host, port, tls, trust, stanzas, clients, ofBosh, waiting);
  }
}
