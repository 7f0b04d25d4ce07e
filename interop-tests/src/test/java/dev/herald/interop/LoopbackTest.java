package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same for every server that is not ours: nobody reaches it from elsewhere, or later. */
abstract class LoopbackTest {

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder);

  @Test
  void listensOnLoopbackUntilItIsClosed(@TempDir Path folder) throws Exception {
    InetSocketAddress plain;
    try (ServerUnderTest server = start(folder)) {
      plain = server.plain();
      assertThat(plain.getAddress().isLoopbackAddress()).isTrue();
      assertThat(server.directTls().getAddress().isLoopbackAddress()).isTrue();
      assertThat(accepts(plain)).isTrue();
      assertThat(accepts(server.directTls())).isTrue();
    }
    assertThat(accepts(plain)).isFalse();
  }

  private static boolean accepts(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, 5_000);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
