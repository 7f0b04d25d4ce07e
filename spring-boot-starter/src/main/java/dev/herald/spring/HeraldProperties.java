package dev.herald.spring;

import dev.herald.publisher.bulk.BulkPolicy;
import dev.herald.publisher.outbox.OutboxKind;
import dev.herald.server.ServerSettings;
import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code herald.*}.
 *
 * @param enabled whether Herald is there at all
 * @param target where nodes are: embedded, a server in this process; or xmpp, an external one
 *     (herald.xmpp.*), of which it then has no endpoints
 * @param application first part of the entities' nodes, as in /{application}/{Entity}; by default
 *     spring.application.name, else the last part of the entity's package
 * @param domain XMPP domain of this server, the part of user@domain after the @
 * @param service address of the PubSub service; by default "pubsub." and the domain
 * @param anonymous whether pages without a login may connect and read
 * @param allowedOrigins origins of other sites whose pages may connect, as https://shop.example; *
 *     for all
 * @param users names and passwords of accounts, for SASL PLAIN, beside those of Spring Security
 * @param store where nodes are kept: memory, or jdbc for the application's DataSource
 * @param initializeSchema whether Herald's tables are created where there are none: embedded (in
 *     databases such as H2 only), always or never
 * @param maxItems how many items a node keeps unless set for it
 * @param outbox where changes wait to be announced: jdbc, in the entities' own database and
 *     transactions, or memory; by default jdbc where that is H2 or PostgreSQL
 * @param outboxLease after which time another process on the database announces the changes of one
 *     that has ended without saying so
 * @param outboxCapacity how many changes may wait in memory
 * @param bulk what is done about bulk statements that change published entities: refetch (read the
 *     rows again after the commit), warn, or fail before they are executed
 * @param clients what browsers and other XMPP clients may do
 * @param server ports of the server's own
 * @param limits what clients may take up
 */
@ConfigurationProperties("herald")
public record HeraldProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("embedded") Target target,
    @Nullable String application,
    @DefaultValue("localhost") String domain,
    @Nullable String service,
    @DefaultValue("false") boolean anonymous,
    @DefaultValue Set<String> allowedOrigins,
    @DefaultValue Map<String, String> users,
    @DefaultValue("memory") Store store,
    @DefaultValue("embedded") InitializeSchema initializeSchema,
    @DefaultValue("1000") int maxItems,
    @Nullable OutboxKind outbox,
    @DefaultValue("10s") Duration outboxLease,
    @DefaultValue("100000") int outboxCapacity,
    @DefaultValue("refetch") BulkPolicy bulk,
    @DefaultValue Clients clients,
    @DefaultValue Server server,
    @DefaultValue Limits limits) {

  public HeraldProperties {
    allowedOrigins = Set.copyOf(new LinkedHashSet<>(allowedOrigins));
    users = Map.copyOf(new LinkedHashMap<>(users));
  }

  /** Where the nodes are. */
  public enum Target {
    EMBEDDED,
    XMPP
  }

  /** Where nodes are kept. */
  public enum Store {
    MEMORY,
    JDBC
  }

  /**
   * What clients may do.
   *
   * @param createNodes whether clients may create nodes; whoever created one may publish to it
   * @param publishTo nodes that clients may publish to and retract from: a name, or a beginning
   *     followed by *
   */
  public record Clients(
      @DefaultValue("false") boolean createNodes, @DefaultValue List<String> publishTo) {}

  /**
   * What clients may take up.
   *
   * @param stanzaSize largest stanza that is taken, at least 10,000 bytes (RFC 6120)
   * @param tagSize largest start tag
   * @param attributes attributes and namespace declarations of one element
   * @param depth elements inside one another
   * @param sessions sessions at once, logged in or not
   * @param sessionsPerUser sessions of one user
   * @param sessionsPerAddress sessions of one remote address; this machine's own are not counted
   * @param pendingLogins logins whose password waits to be checked
   * @param stanzasPerSecond stanzas that one session may send, as a mean; ten seconds' worth at
   *     once
   * @param bytesPerSecond the same in bytes
   * @param outbound what may wait for a client that does not read, before it is cut off
   * @param unackedStanzas stanzas that may wait for a client's acknowledgement (XEP-0198)
   * @param resumption how long a lost stream waits for its client (XEP-0198); 0 for none
   * @param loginTimeout how long a connection may last without a login
   * @param idleTimeout after which silence a client is pinged
   * @param pingTimeout how long it may take to answer that
   * @param boshSessions BOSH sessions at once
   * @param boshInactivity how long a BOSH client may go without a request
   * @param boshPolling shortest time between empty BOSH requests that do not wait
   * @param boshPause how long a BOSH client may announce to be away; 0 for none
   * @param subscriptions subscriptions of one account
   * @param nodes nodes that there may be for a client to create one more
   * @param nodesPerUser nodes that one user may have created
   * @param changes changes of a node that a client which was away can catch up with
   * @param changeAge how old they are at most
   * @param changeSize how much they take up in all, at one node
   * @param serviceChanges such changes of all nodes
   * @param serviceChangeSize how much these take up
   */
  public record Limits(
      @DefaultValue("256KB") DataSize stanzaSize,
      @DefaultValue("16KB") DataSize tagSize,
      @DefaultValue("64") int attributes,
      @DefaultValue("64") int depth,
      @DefaultValue("10000") int sessions,
      @DefaultValue("100") int sessionsPerUser,
      @DefaultValue("1000") int sessionsPerAddress,
      @DefaultValue("1000") int pendingLogins,
      @DefaultValue("1000") int stanzasPerSecond,
      @DefaultValue("1MB") DataSize bytesPerSecond,
      @DefaultValue("1MB") DataSize outbound,
      @DefaultValue("1000") int unackedStanzas,
      @DefaultValue("5m") Duration resumption,
      @DefaultValue("30s") Duration loginTimeout,
      @DefaultValue("5m") Duration idleTimeout,
      @DefaultValue("60s") Duration pingTimeout,
      @DefaultValue("10000") int boshSessions,
      @DefaultValue("60s") Duration boshInactivity,
      @DefaultValue("5s") Duration boshPolling,
      @DefaultValue("120s") Duration boshPause,
      @DefaultValue("1000") int subscriptions,
      @DefaultValue("10000") int nodes,
      @DefaultValue("1000") int nodesPerUser,
      @DefaultValue("1000") int changes,
      @DefaultValue("1d") Duration changeAge,
      @DefaultValue("4MB") DataSize changeSize,
      @DefaultValue("1000000") long serviceChanges,
      @DefaultValue("1GB") DataSize serviceChangeSize) {

    RetentionLimits toRetentionLimits() {
      return new RetentionLimits(
          changes, changeAge, changeSize.toBytes(), serviceChanges, serviceChangeSize.toBytes());
    }

    StreamLimits toStreamLimits() {
      return new StreamLimits(
          sessions,
          sessionsPerUser,
          sessionsPerAddress,
          pendingLogins,
          loginTimeout,
          idleTimeout,
          pingTimeout,
          stanzasPerSecond,
          Math.toIntExact(bytesPerSecond.toBytes()),
          unackedStanzas,
          resumption);
    }

    BoshLimits toBoshLimits() {
      BoshLimits defaults = BoshLimits.DEFAULT;
      return new BoshLimits(
          defaults.longestWait(),
          defaults.hold(),
          boshInactivity,
          boshPolling,
          boshPause,
          boshSessions,
          sessionsPerAddress);
    }

    XmlLimits toXmlLimits() {
      return new XmlLimits(
          Math.toIntExact(stanzaSize.toBytes()),
          Math.toIntExact(tagSize.toBytes()),
          attributes,
          depth);
    }
  }

  /**
   * Ports of the server's own, beside the application's; they need herald-netty on the path.
   *
   * @param bind address to listen on; this machine only unless it is set
   * @param tcp XMPP over TCP
   * @param http WebSocket and BOSH
   * @param tls certificate and key
   * @param allowPlaintext whether others than this machine may come without TLS
   */
  public record Server(
      @DefaultValue("127.0.0.1") String bind,
      @DefaultValue Port tcp,
      @DefaultValue Port http,
      @DefaultValue Tls tls,
      @DefaultValue("false") boolean allowPlaintext) {

    /**
     * A port.
     *
     * @param port its number, 0 for any that is free; none unless it is set
     */
    public record Port(@Nullable Integer port) {}

    /**
     * TLS.
     *
     * @param certificate file of the chain in PEM, or PKCS#12 (.p12) with the key in it
     * @param key file of the private key in PEM
     * @param password of the key or the PKCS#12 file
     */
    public record Tls(@Nullable Path certificate, @Nullable Path key, @Nullable String password) {

      /** Without the password. */
      @Override
      public String toString() {
        return "Tls[" + certificate + "]";
      }
    }

    boolean isWanted() {
      return tcp.port() != null || http.port() != null;
    }
  }

  ServerSettings toServerSettings() {
    return new ServerSettings(
        domain,
        service == null ? "pubsub." + domain : service,
        anonymous,
        limits.toXmlLimits(),
        new PubSubLimits(
            maxItems,
            limits.subscriptions(),
            limits.nodes(),
            limits.nodesPerUser(),
            limits.toRetentionLimits()),
        limits.toStreamLimits(),
        limits.toBoshLimits(),
        limits.outbound().toBytes());
  }

  ClientRights toClientRights() {
    return new ClientRights(clients.createNodes(), clients.publishTo());
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "HeraldProperties[domain=%s, anonymous=%s, users=%s]"
        .formatted(domain, anonymous, users.keySet());
  }
}
