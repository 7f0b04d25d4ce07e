package dev.herald.external;

import dev.herald.external.stream.Credentials;
import dev.herald.external.stream.StreamSettings;
import dev.herald.external.stream.TlsMode;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which XMPP server to publish to, and as whom. Begin with {@link #account}, {@link #token} or
 * {@link #component}.
 *
 * @param domain of the account; of a component, its own
 * @param credentials of the account or component
 * @param host null to find it by DNS (SRV records), else the domain itself
 * @param port null for the usual one: 5222, 5223 for direct TLS, 5347 for components
 * @param service address of the PubSub service; null for {@code pubsub.} and the domain, else the
 *     one that the server lists
 * @param tls whether the stream is encrypted, which it always is to other machines
 * @param trustedCertificate a PEM file of the certificates to trust; null for those that Java
 *     trusts
 * @param connectTimeout for each step of connecting and logging in
 * @param answerTimeout how long a request may be without an answer before the connection is given
 *     up; less than the minute after which the outbox asks again
 * @param longestPause between attempts to connect; they begin at half a second
 * @param inFlight publishes at once without an answer
 * @param stanzaBytes what is larger is refused here for good, since a server ends the connection
 *     for it: as much as the server takes
 */
public record XmppSettings(
    String domain,
    Credentials credentials,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String service,
    TlsMode tls,
    @Nullable Path trustedCertificate,
    Duration connectTimeout,
    Duration answerTimeout,
    Duration longestPause,
    int inFlight,
    int stanzaBytes) {

  /** As much as ejabberd and Prosody take of a client unless set otherwise. */
  public static final int STANZA_BYTES = 256 * 1024;

  public XmppSettings {
    if (inFlight < 1 || inFlight > 100_000) {
      throw new IllegalArgumentException(
          "1 to 100,000 publishes may be in flight, and not %d; set herald.xmpp.in-flight"
              .formatted(inFlight));
    }
    if (answerTimeout.toMillis() < 100 || answerTimeout.toSeconds() > 55) {
      throw new IllegalArgumentException(
          "An answer is waited for 100 ms to 55 s, and not %s; set herald.xmpp.answer-timeout"
              .formatted(answerTimeout));
    }
    if (connectTimeout.toMillis() < 100 || connectTimeout.toMinutes() > 10) {
      throw new IllegalArgumentException(
          "A connection is waited for 100 ms to 10 min, and not %s; set herald.xmpp.connect-timeout"
              .formatted(connectTimeout));
    }
    if (longestPause.toMillis() < 100 || longestPause.toHours() > 24) {
      throw new IllegalArgumentException(
          "Between attempts to connect are 100 ms to a day, and not %s; set herald.xmpp.longest-pause"
              .formatted(longestPause));
    }
    if (stanzaBytes < 10_000) {
      throw new IllegalArgumentException(
          "Every server takes stanzas of 10,000 bytes (RFC 6120), and %d is less; set herald.xmpp.stanza-size"
              .formatted(stanzaBytes));
    }
  }

  /**
   * An account with a password.
   *
   * @param jid as {@code name@domain}
   * @throws IllegalArgumentException when it is none
   */
  public static XmppSettings account(String jid, String password) {
    Jid account = parse(jid);
    return of(account.domain(), new Credentials.Password(name(account), password));
  }

  /**
   * An account with tokens, a JWT for one.
   *
   * @param jid as {@code name@domain}
   * @param token is asked at each login
   * @throws IllegalArgumentException when it is no JID
   */
  public static XmppSettings token(String jid, Supplier<String> token) {
    Jid account = parse(jid);
    return of(account.domain(), new Credentials.Token(name(account), token));
  }

  /**
   * A component (XEP-0114).
   *
   * @param domain its own, as it is in the server's configuration
   * @param secret that it shares with the server
   */
  public static XmppSettings component(String domain, String secret) {
    return of(parse(domain).domain(), new Credentials.Component(secret));
  }

  private static XmppSettings of(String domain, Credentials credentials) {
    return new XmppSettings(
        domain,
        credentials,
        null,
        null,
        null,
        TlsMode.AUTO,
        null,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        1_000,
        STANZA_BYTES);
  }

  private static Jid parse(String jid) {
    try {
      return Jid.parse(jid);
    } catch (StanzaException e) {
      throw new IllegalArgumentException(e.error().text() + "; set herald.xmpp.jid", e);
    }
  }

  private static String name(Jid account) {
    String local = account.local();
    if (local == null) {
      throw new IllegalArgumentException(
          "'%s' has no name before an @, as the JID of an account has; set herald.xmpp.jid"
              .formatted(account));
    }
    return local;
  }

  /** With an address instead of what DNS says. */
  public XmppSettings withHost(@Nullable String name, @Nullable Integer number) {
    return new XmppSettings(
        domain,
        credentials,
        name,
        number,
        service,
        tls,
        trustedCertificate,
        connectTimeout,
        answerTimeout,
        longestPause,
        inFlight,
        stanzaBytes);
  }

  /** With another PubSub service. */
  public XmppSettings withService(@Nullable String jid) {
    return new XmppSettings(
        domain,
        credentials,
        host,
        port,
        jid,
        tls,
        trustedCertificate,
        connectTimeout,
        answerTimeout,
        longestPause,
        inFlight,
        stanzaBytes);
  }

  /** With another rule for TLS, and certificates of its own to trust. */
  public XmppSettings withTls(TlsMode mode, @Nullable Path trusted) {
    return new XmppSettings(
        domain,
        credentials,
        host,
        port,
        service,
        mode,
        trusted,
        connectTimeout,
        answerTimeout,
        longestPause,
        inFlight,
        stanzaBytes);
  }

  /** With other times to wait. */
  public XmppSettings withTimes(Duration connect, Duration answer, Duration pause) {
    return new XmppSettings(
        domain,
        credentials,
        host,
        port,
        service,
        tls,
        trustedCertificate,
        connect,
        answer,
        pause,
        inFlight,
        stanzaBytes);
  }

  /** With other bounds. */
  public XmppSettings withBounds(int requests, int bytes) {
    return new XmppSettings(
        domain,
        credentials,
        host,
        port,
        service,
        tls,
        trustedCertificate,
        connectTimeout,
        answerTimeout,
        longestPause,
        requests,
        bytes);
  }

  boolean isComponent() {
    return credentials instanceof Credentials.Component;
  }

  StreamSettings toStreamSettings() {
    return new StreamSettings(
        domain,
        host,
        port,
        credentials,
        "herald-" + UUID.randomUUID(),
        tls,
        trustedCertificate,
        connectTimeout,
        answerTimeout,
        inFlight);
  }
}
