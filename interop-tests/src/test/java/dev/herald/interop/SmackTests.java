package dev.herald.interop;

import java.util.List;
import java.util.Set;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.igniterealtime.smack.inttest.XmppConnectionDescriptor;
import org.igniterealtime.smack.inttest.XmppConnectionManager;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;

/**
 * Smack's own integration tests in this process, over STARTTLS, with accounts that Smack registers
 * by XEP-0077 and removes again: its tests of logins and connections need fresh accounts, which
 * named ones cannot give.
 */
final class SmackTests {

  /**
   * Left out: in one of ten to twenty of these Smack's TLS handshake never ends, TLS 1.2 or 1.3,
   * seen on ejabberd.
   */
  private static final List<String> MODULAR =
      List.of(
          "modular", "modular-nocompress", "modular-websocket-okhttp", "modular-websocket-java11");

  private static final String REPLY_TIMEOUT_MILLIS = "5000";

  private SmackTests() {}

  /**
   * Runs tests on Smack's classic TCP connections. Smack keeps the connections' settings in static
   * fields, so two runs must not overlap.
   *
   * @param tests full names of methods, of which there must be one at least
   */
  static synchronized TestRunResult run(ServerUnderTest server, Set<String> tests)
      throws Exception {
    connectTo(server);
    Configuration.Builder configuration =
        Configuration.builder()
            .setService(server.domain())
            .setSecurityMode(ConnectionConfiguration.SecurityMode.required.name())
            .setReplyTimeout(REPLY_TIMEOUT_MILLIS)
            .setDefaultConnection("tcp")
            .setDnsResolver(Configuration.DnsResolver.javax)
            .setEnabledTests(String.join(",", tests));
    return new SmackIntegrationTestFramework(configuration.build()).run();
  }

  private static void connectTo(ServerUnderTest server) throws NoSuchMethodException {
    for (String modular : MODULAR) {
      XmppConnectionManager.removeConnectionDescriptor(modular);
    }
    XmppConnectionManager.addConnectionDescriptor(
        XmppConnectionDescriptor.buildWith(
                XMPPTCPConnection.class,
                XMPPTCPConnectionConfiguration.class,
                XMPPTCPConnectionConfiguration.Builder.class)
            .withNickname("tcp")
            .applyExtraConfiguration(connection -> direct(connection, server))
            .build());
  }

  private static void direct(
      ConnectionConfiguration.Builder<?, ?> connection, ServerUnderTest server) {
    connection
        .setHostAddress(server.plain().getAddress())
        .setPort(server.plain().getPort())
        .setCustomX509TrustManager(server.certificate().trust());
  }
}
