package dev.herald.spring;

import dev.herald.server.ServerSettings;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
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
 * @param application first part of the entities' nodes, as in /{application}/{Entity}; by default
 *     spring.application.name, else the last part of the entity's package
 * @param domain XMPP domain of this server, the part of user@domain after the @
 * @param service address of the PubSub service; by default "pubsub." and the domain
 * @param anonymous whether pages without a login may connect and read
 * @param allowedOrigins origins of other sites whose pages may connect, as https://shop.example; *
 *     for all
 * @param users names and passwords of accounts, for SASL PLAIN, beside those of Spring Security
 * @param maxItems how many items a node keeps unless set for it
 * @param outboxCapacity how many changes may wait to be announced
 * @param clients what browsers and other XMPP clients may do
 * @param limits what one client may cost
 */
@ConfigurationProperties("herald")
public record HeraldProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String application,
    @DefaultValue("localhost") String domain,
    @Nullable String service,
    @DefaultValue("false") boolean anonymous,
    @DefaultValue Set<String> allowedOrigins,
    @DefaultValue Map<String, String> users,
    @DefaultValue("1000") int maxItems,
    @DefaultValue("100000") int outboxCapacity,
    @DefaultValue Clients clients,
    @DefaultValue Limits limits) {

  public HeraldProperties {
    allowedOrigins = Set.copyOf(new LinkedHashSet<>(allowedOrigins));
    users = Map.copyOf(new LinkedHashMap<>(users));
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
   * What one client may cost.
   *
   * @param stanzaSize largest stanza that is taken, at least 10,000 bytes (RFC 6120)
   * @param sessions sessions at once, logged in or not
   * @param outbound what may wait for a client that does not read, before it is cut off
   * @param loginTimeout how long a connection may last without a login
   * @param subscriptions subscriptions of one account
   * @param nodes nodes that there may be for a client to create one more
   */
  public record Limits(
      @DefaultValue("256KB") DataSize stanzaSize,
      @DefaultValue("10000") int sessions,
      @DefaultValue("1MB") DataSize outbound,
      @DefaultValue("30s") Duration loginTimeout,
      @DefaultValue("1000") int subscriptions,
      @DefaultValue("10000") int nodes) {}

  ServerSettings toServerSettings() {
    return new ServerSettings(
        domain,
        service == null ? "pubsub." + domain : service,
        anonymous,
        XmlLimits.DEFAULT.withStanzaBytes(Math.toIntExact(limits.stanzaSize().toBytes())),
        new PubSubLimits(maxItems, limits.subscriptions(), limits.nodes()),
        StreamLimits.DEFAULT
            .withSessions(
                limits.sessions(),
                StreamLimits.DEFAULT.sessionsPerAccount(),
                StreamLimits.DEFAULT.sessionsPerAddress())
            .withTimeouts(
                limits.loginTimeout(),
                StreamLimits.DEFAULT.idleTimeout(),
                StreamLimits.DEFAULT.pingTimeout()),
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
