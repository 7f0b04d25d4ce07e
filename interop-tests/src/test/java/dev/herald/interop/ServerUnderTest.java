package dev.herald.interop;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A running XMPP server on loopback, whoever wrote it.
 *
 * <p>It offers PubSub to all its users, takes registrations (XEP-0077) and passwords on connections
 * without TLS.
 */
interface ServerUnderTest extends AutoCloseable {

  /**
   * The accounts that every server has: two to talk to each other, one to watch, one to be alone.
   */
  List<Account> ACCOUNTS =
      List.of(
          new Account("romeo", "o-speak-again"),
          new Account("juliet", "wherefore-art-thou"),
          new Account("nurse", "anon-good-nurse"),
          new Account("friar", "wisely-and-slow"));

  /** What the tests call it, such as {@code ejabberd}. */
  String name();

  String domain();

  default String pubSub() {
    return "pubsub." + domain();
  }

  /** Streams that begin without TLS and may go on with STARTTLS. */
  InetSocketAddress plain();

  /** Streams within TLS from the first byte; may be the same as {@link #plain()}. */
  InetSocketAddress directTls();

  ServerCertificate certificate();

  @Override
  void close();
}
