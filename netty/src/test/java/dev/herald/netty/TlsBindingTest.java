package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.sasl.ChannelBinding;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both ends of a TLS connection know of it, and nobody else: as far as the JDK tells. */
final class TlsBindingTest {

  private static final String EXPORTER = ChannelBinding.TLS_EXPORTER;
  private static final boolean EXPORTS = Runtime.version().feature() >= 25;

  @TempDir private static Path directory;
  private static TestCertificate certificate = TestCertificate.none();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.of("localhost", directory);
  }

  /** Both ends, after their handshake. */
  private static final class Ends implements AutoCloseable {
    final SslHandler server =
        new Certificates(certificate.settings(), "xmpp-client")
            .newHandler(ByteBufAllocator.DEFAULT);
    final SslHandler client;
    private final EmbeddedChannel serverChannel;
    private final EmbeddedChannel clientChannel;

    Ends(String protocol) {
      SSLEngine engine = certificate.trusted().createSSLEngine("localhost", 5223);
      engine.setUseClientMode(true);
      engine.setEnabledProtocols(new String[] {protocol});
      client = new SslHandler(engine);
      serverChannel = new EmbeddedChannel(server);
      clientChannel = new EmbeddedChannel(client);
      for (int turn = 0; turn < 20; turn++) {
        pass(clientChannel, serverChannel);
        pass(serverChannel, clientChannel);
      }
      assertThat(server.handshakeFuture().isSuccess()).isTrue();
      assertThat(client.handshakeFuture().isSuccess()).isTrue();
    }

    private static void pass(EmbeddedChannel from, EmbeddedChannel to) {
      from.runPendingTasks();
      for (Object sent = from.readOutbound(); sent != null; sent = from.readOutbound()) {
        to.writeInbound(sent);
      }
    }

    @Override
    public void close() {
      serverChannel.finishAndReleaseAll();
      clientChannel.finishAndReleaseAll();
    }
  }

  @Test
  void bothEndsExportTheSameAndEachConnectionSomethingElse() {
    try (Ends ends = new Ends("TLSv1.3");
        Ends others = new Ends("TLSv1.3")) {
      TlsBinding server = new TlsBinding(ends.server);
      if (EXPORTS) {
        byte[] exported = server.data(EXPORTER);
        assertThat(server.types()).startsWith(EXPORTER);
        assertThat(exported).hasSize(32);
        assertThat(new TlsBinding(ends.client).data(EXPORTER)).isEqualTo(exported);
        assertThat(new TlsBinding(others.server).data(EXPORTER)).isNotEqualTo(exported);
      } else {
        assertThat(server.types()).doesNotContain(EXPORTER);
        assertThatThrownBy(() -> server.data(EXPORTER)).hasMessageContaining("tls-exporter");
      }
    }
  }

  @Test
  void theExporterIsNotOfferedWithTls12() {
    try (Ends ends = new Ends("TLSv1.2")) {
      assertThat(new TlsBinding(ends.server).types())
          .containsExactly(ChannelBinding.TLS_SERVER_END_POINT);
    }
  }
}
