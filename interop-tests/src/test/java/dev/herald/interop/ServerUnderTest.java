package dev.herald.interop;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A running XMPP server on loopback, whoever wrote it.
 *
 * <p>It offers PubSub to all its users, takes registrations (XEP-0077) and passwords on connections
 * without TLS.
 *
 * @param name what the tests call it, such as {@code ejabberd}
 * @param plain for streams that begin without TLS and may go on with STARTTLS
 * @param directTls for streams within TLS from the first byte; may be the same
 * @param components for components (XEP-0114)
 * @param stop has it write what it holds and end by itself
 * @param end ends its process
 */
public record ServerUnderTest(
    String name,
    String domain,
    ServerCertificate certificate,
    InetSocketAddress plain,
    InetSocketAddress directTls,
    Optional<InetSocketAddress> components,
    Runnable stop,
    Runnable end)
    implements AutoCloseable {

  /**
   * The accounts that every server has: two to talk to each other, one to watch, one to be alone.
   */
  public static final List<Account> ACCOUNTS =
      List.of(
          new Account("romeo", "o-speak-again"),
          new Account("juliet", "wherefore-art-thou"),
          new Account("nurse", "anon-good-nurse"),
          new Account("friar", "wisely-and-slow"));

  /**
   * A server with code of ours in it that makes the accounts and reports its {@link Listeners}. It
   * is ended by force: it may take its time, and its data is thrown away.
   */
  static ServerUnderTest reportedBy(
      Program process, String name, String domain, ServerCertificate certificate) {
    try {
      Map<String, InetSocketAddress> listeners = Listeners.reportedBy(process);
      return new ServerUnderTest(
          name,
          domain,
          certificate,
          requireNonNull(listeners.get("127.0.0.1"), "no listener for STARTTLS"),
          requireNonNull(listeners.get("127.0.0.2"), "no listener for direct TLS"),
          Optional.ofNullable(listeners.get("127.0.0.3")),
          process::close,
          process::kill);
    } catch (AssertionError | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  /**
   * The accounts in a server's own language.
   *
   * @param format of one, by name and password
   */
  static String accounts(String format) {
    return ACCOUNTS.stream()
        .map(account -> format.formatted(account.name(), account.password()))
        .collect(Collectors.joining(", "));
  }

  public String pubSub() {
    return "pubsub." + domain;
  }

  @Override
  public void close() {
    end.run();
  }
}
