package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is not of this machine, on channels without a network. */
@ExtendWith(Leaks.class)
final class StrangersTest {

  private static final StreamLimits LIMITS = StreamLimits.DEFAULT.withSessions(50, 10, 3);

  private final XmppServer server =
      new XmppServer(
          ServerSettings.defaults().withStreams(LIMITS),
          (name, password) -> false,
          ClientRights.READ_ONLY,
          new MemoryNodeStore());

  @AfterEach
  void close() {
    server.close();
  }

  private static final class Channel extends EmbeddedChannel {
    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress("192.0.2.7", 4711);
    }

    String said() {
      runPendingTasks();
      StringBuilder text = new StringBuilder();
      for (ByteBuf out = readOutbound(); out != null; out = readOutbound()) {
        text.append(out.toString(StandardCharsets.UTF_8));
        out.release();
      }
      return text.toString();
    }
  }

  private Channel connect(@Nullable Certificates certificates) {
    Channel channel = new Channel();
    TcpSettings settings =
        new TcpSettings(
            "localhost",
            Namespaces.CLIENT,
            XmlLimits.DEFAULT,
            100_000,
            server::accept,
            certificates,
            false);
    channel
        .pipeline()
        .addLast("xmpp", new TcpStream(settings, channel, new LoopWriter(channel.eventLoop())));
    return channel;
  }

  private static String tell(Channel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    return channel.said();
  }

  @Test
  void mustBeginTls(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.of("strangers", directory);
    Channel channel = connect(new Certificates(certificate.settings(), "xmpp-client"));
    assertThat(tell(channel, TcpClient.HEADER)).contains("<required").doesNotContain("<mechanism>");
    assertThat(tell(channel, TcpClient.ANONYMOUS)).contains("policy-violation");
    channel.finishAndReleaseAll();
  }

  @Test
  void haveALimitOfSessionsForEachAddress() {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      channels.add(connect(null));
      assertThat(channels.get(i).said()).isEmpty();
    }
    Channel fourth = connect(null);
    assertThat(fourth.said()).contains("resource-constraint").endsWith("</stream:stream>");
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    fourth.finishAndReleaseAll();
    assertThat(server.sessions().size()).isZero();
  }

  @Test
  void haveALimitOfConnectionsForEachAddress() {
    try (LogCapture log = LogCapture.of("dev.herald.netty")) {
      Connections connections = new Connections(LIMITS);
      List<Channel> channels = new ArrayList<>();
      for (int i = 0; i < 106; i++) {
        Channel channel = new Channel();
        assertThat(connections.admit(channel)).isTrue();
        channels.add(channel);
      }
      Channel refused = new Channel();
      assertThat(connections.admit(refused)).isFalse();
      assertThat(refused.isOpen()).isFalse();
      assertThat(connections.admit(new Channel())).isFalse();
      assertThat(connections.refused()).isEqualTo(2);
      // One line, whoever knocks a thousand times.
      assertThat(log.lines()).hasSize(1).first().asString().contains("192.0.2.7 is refused");
      channels.get(0).close();
      assertThat(connections.admit(new Channel())).isTrue();
    }
  }
}
