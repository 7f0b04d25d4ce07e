package dev.herald.external;

import dev.herald.external.stream.TlsMode;
import dev.herald.interop.Account;
import dev.herald.interop.ServerUnderTest;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What the tests publish, and to whom. */
final class Targets {

  /** Who may create nodes on each server. */
  static final Account OWNER = ServerUnderTest.ACCOUNTS.get(0);

  static final Account SUBSCRIBER = ServerUnderTest.ACCOUNTS.get(1);

  private Targets() {}

  static XmppSettings settings(ServerUnderTest server) {
    return settings(server, OWNER.name(), OWNER.password(), server.plain());
  }

  /** Over STARTTLS, with pauses and times that suit a test. */
  static XmppSettings settings(
      ServerUnderTest server, String name, String password, InetSocketAddress address) {
    return patient(XmppSettings.account(name + "@" + server.domain(), password))
        .withHost(address.getAddress().getHostAddress(), address.getPort())
        .withTls(TlsMode.STARTTLS, server.certificate().certificate());
  }

  /** A busy machine takes its time, and nobody wants to wait for a pause. */
  static XmppSettings patient(XmppSettings settings) {
    return settings.withTimes(
        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(500));
  }

  static XmlElement entry(String text) {
    return XmlElement.builder("http://www.w3.org/2005/Atom", "entry").text(text).build();
  }

  static XmlFragment payload(String text) {
    return XmlFragment.of(entry(text));
  }
}
