package demo;

import java.net.InetSocketAddress;
import org.springframework.test.context.DynamicPropertyRegistry;

/** An XMPP server as {@code deploy} has it: for the demo by its properties, for nginx by HTTP. */
interface ExternalServer extends AutoCloseable {

  String DOMAIN = "localhost";

  /** Where the application connects as a component. */
  InetSocketAddress component();

  /** Where nginx goes. */
  InetSocketAddress http();

  /** The folder of its secrets. */
  TemporaryFolder folder();

  @Override
  void close();

  /** What the demo is told beside {@code herald.target=xmpp}. */
  default void describe(DynamicPropertyRegistry registry) {
    registry.add("herald.xmpp.host", () -> component().getAddress().getHostAddress());
    registry.add("herald.xmpp.port", () -> component().getPort());
    registry.add("herald.xmpp.component", () -> "herald." + DOMAIN);
    registry.add("herald.xmpp.component-secret", () -> folder().read("secret"));
    registry.add("herald.xmpp.service", () -> "pubsub." + DOMAIN);
    registry.add("herald.token.secret", () -> folder().read("token"));
  }

  /** One node of ejabberd. */
  static ExternalServer ejabberd() {
    return OneProcess.start("ejabberd");
  }

  static ExternalServer prosody() {
    return OneProcess.start("prosody");
  }
}
