package dev.herald.spring;

import dev.herald.netty.ListenerSettings;
import dev.herald.netty.NettyListeners;
import dev.herald.netty.TlsSettings;
import dev.herald.server.XmppServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/** Ports of the server's own, beside the endpoints on the application's. */
@AutoConfiguration(after = HeraldAutoConfiguration.class)
@ConditionalOnClass(NettyListeners.class)
@Conditional(OwnPortCondition.class)
@ConditionalOnProperty(name = "herald.target", havingValue = "embedded", matchIfMissing = true)
public class HeraldNettyAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(HeraldNettyAutoConfiguration.class);

  /** Opened by the lifecycle, unless somebody needs it before. */
  @Bean(destroyMethod = "close")
  @Lazy
  @ConditionalOnMissingBean
  NettyListeners heraldListeners(HeraldProperties properties, XmppServer server) {
    HeraldProperties.Server wanted = properties.server();
    NettyListeners listeners =
        NettyListeners.open(
            server,
            new ListenerSettings(
                address(wanted.bind()),
                wanted.tcp().port(),
                wanted.http().port(),
                null,
                Map.of(),
                tls(wanted.tls()),
                wanted.allowPlaintext(),
                properties.allowedOrigins(),
                0));
    listeners.tcpPort().ifPresent(port -> log.info("XMPP over TCP at {}:{}", wanted.bind(), port));
    listeners
        .httpPort()
        .ifPresent(port -> log.info("WebSocket and BOSH at {}:{}", wanted.bind(), port));
    return listeners;
  }

  /**
   * After all has been registered, as the web server's port is: nodes may be there from before, and
   * who may read them must have been said when the first client comes.
   */
  @Bean
  SmartLifecycle heraldListenersLifecycle(ObjectProvider<NettyListeners> listeners) {
    return new ListenersLifecycle(listeners::getObject);
  }

  private static @Nullable TlsSettings tls(HeraldProperties.Server.Tls tls) {
    Path certificate = tls.certificate();
    if (certificate == null && tls.key() != null) {
      throw new IllegalArgumentException(
          "herald.server.tls.key needs herald.server.tls.certificate");
    }
    return certificate == null ? null : new TlsSettings(certificate, tls.key(), tls.password());
  }

  private static InetAddress address(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("herald.server.bind: '" + bind + "' is no address", e);
    }
  }
}
