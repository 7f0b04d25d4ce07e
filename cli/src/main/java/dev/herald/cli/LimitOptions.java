package dev.herald.cli;

import dev.herald.server.ServerSettings;
import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What clients may take up. Bytes, seconds and counts. */
final class LimitOptions {

  @Option(names = "--max-stanza-bytes", defaultValue = "262144", description = "Largest stanza.")
  int stanzaBytes = XmlLimits.DEFAULT.stanzaBytes();

  @Option(names = "--max-tag-bytes", defaultValue = "16384", description = "Largest start tag.")
  int tagBytes = XmlLimits.DEFAULT.tagBytes();

  @Option(
      names = "--max-attributes",
      defaultValue = "64",
      description = "Attributes of an element.")
  int attributes = XmlLimits.DEFAULT.attributes();

  @Option(names = "--max-depth", defaultValue = "64", description = "Nesting of a stanza.")
  int depth = XmlLimits.DEFAULT.depth();

  @Option(names = "--max-sessions", defaultValue = "10000", description = "Sessions at once.")
  int sessions = StreamLimits.DEFAULT.sessions();

  @Option(
      names = "--max-sessions-per-user",
      defaultValue = "100",
      description = "Sessions of one user.")
  int sessionsPerUser = StreamLimits.DEFAULT.sessionsPerAccount();

  @Option(
      names = "--max-sessions-per-address",
      defaultValue = "1000",
      description = "Sessions of one remote address; this machine's own are not counted.")
  int sessionsPerAddress = StreamLimits.DEFAULT.sessionsPerAddress();

  @Option(
      names = "--max-pending-logins",
      defaultValue = "1000",
      description = "Logins whose password waits to be checked.")
  int pendingLogins = StreamLimits.DEFAULT.pendingLogins();

  @Option(names = "--login-timeout", defaultValue = "30", description = "Seconds for a login.")
  int loginSeconds = 30;

  @Option(
      names = "--idle-timeout",
      defaultValue = "300",
      description = "Seconds of silence before a ping.")
  int idleSeconds = 300;

  @Option(names = "--ping-timeout", defaultValue = "60", description = "Seconds to answer a ping.")
  int pingSeconds = 60;

  @Option(
      names = "--max-stanzas-per-second",
      defaultValue = "1000",
      description = "Stanzas that one session may send, as a mean.")
  int stanzasPerSecond = StreamLimits.DEFAULT.stanzasPerSecond();

  @Option(
      names = "--max-bytes-per-second",
      defaultValue = "1048576",
      description = "The same in bytes.")
  int bytesPerSecond = StreamLimits.DEFAULT.bytesPerSecond();

  @Option(
      names = "--max-unacked-stanzas",
      defaultValue = "1000",
      description = "Stanzas that may wait for an acknowledgement (XEP-0198).")
  int unackedStanzas = StreamLimits.DEFAULT.unackedStanzas();

  @Option(
      names = "--resumption",
      defaultValue = "300",
      description = "Seconds that a lost stream waits for its client (XEP-0198); 0 for none.")
  int resumptionSeconds = 300;

  @Option(
      names = "--max-outbound-bytes",
      defaultValue = "1048576",
      description = "What may wait for a client that does not read.")
  long outboundBytes = 1024 * 1024;

  @Option(names = "--max-items", defaultValue = "1000", description = "Items that a node keeps.")
  int items = PubSubLimits.DEFAULT.maxItems();

  @Option(
      names = "--max-subscriptions-per-user",
      defaultValue = "1000",
      description = "Subscriptions of one user.")
  int subscriptions = PubSubLimits.DEFAULT.subscriptionsPerAccount();

  @Option(
      names = "--max-nodes",
      defaultValue = "10000",
      description = "Nodes up to which clients may create more.")
  int nodes = PubSubLimits.DEFAULT.nodes();

  @Option(
      names = "--max-changes",
      defaultValue = "1000",
      description = "Changes of a node that a client which was away can catch up with.")
  int changes = RetentionLimits.DEFAULT.changes();

  @Option(
      names = "--max-change-bytes",
      defaultValue = "4194304",
      description = "The same in bytes.")
  long changeBytes = RetentionLimits.DEFAULT.bytes();

  @Option(
      names = "--max-change-age",
      defaultValue = "86400",
      description = "Seconds after which nobody can catch up any more.")
  long changeSeconds = RetentionLimits.DEFAULT.age().toSeconds();

  @Option(
      names = "--max-service-changes",
      defaultValue = "1000000",
      description = "Such changes of all nodes.")
  long serviceChanges = RetentionLimits.DEFAULT.serviceChanges();

  @Option(
      names = "--max-service-change-bytes",
      defaultValue = "1073741824",
      description = "The same in bytes.")
  long serviceChangeBytes = RetentionLimits.DEFAULT.serviceBytes();

  @Option(names = "--bosh-sessions", defaultValue = "10000", description = "BOSH sessions at once.")
  int boshSessions = BoshLimits.DEFAULT.sessions();

  @Option(
      names = "--bosh-wait",
      defaultValue = "60",
      description = "Seconds that a request is held, at most.")
  int boshWait = 60;

  @Option(names = "--bosh-hold", defaultValue = "2", description = "Requests held at once.")
  int boshHold = BoshLimits.DEFAULT.hold();

  @Option(
      names = "--bosh-inactivity",
      defaultValue = "60",
      description = "Seconds without a request that end a session.")
  int boshInactivity = 60;

  @Option(
      names = "--bosh-polling",
      defaultValue = "5",
      description = "Seconds between empty requests, at least.")
  int boshPolling = 5;

  @Option(
      names = "--bosh-pause",
      defaultValue = "120",
      description = "Seconds that a client may be away when it says so; 0 for none.")
  int boshPause = 120;

  /** These limits in the settings. */
  ServerSettings apply(ServerSettings settings) {
    return new ServerSettings(
        settings.domain(),
        settings.service(),
        settings.anonymous(),
        new XmlLimits(stanzaBytes, tagBytes, attributes, depth),
        new PubSubLimits(
            items,
            subscriptions,
            nodes,
            new RetentionLimits(
                changes,
                Duration.ofSeconds(changeSeconds),
                changeBytes,
                serviceChanges,
                serviceChangeBytes)),
        new StreamLimits(
            sessions,
            sessionsPerUser,
            sessionsPerAddress,
            pendingLogins,
            Duration.ofSeconds(loginSeconds),
            Duration.ofSeconds(idleSeconds),
            Duration.ofSeconds(pingSeconds),
            stanzasPerSecond,
            bytesPerSecond,
            unackedStanzas,
            Duration.ofSeconds(resumptionSeconds)),
        new BoshLimits(
            Duration.ofSeconds(boshWait),
            boshHold,
            Duration.ofSeconds(boshInactivity),
            Duration.ofSeconds(boshPolling),
            Duration.ofSeconds(boshPause),
            boshSessions,
            sessionsPerAddress),
        outboundBytes);
  }
}
