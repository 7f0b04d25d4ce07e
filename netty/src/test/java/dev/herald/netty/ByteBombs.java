package dev.herald.netty;

import java.io.IOException;

/** Large inputs, piece by piece. */
final class ByteBombs {

  private ByteBombs() {}

  static void repeat(WebSocketClient client, int head, byte[] data, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      client.send(head, data);
    }
  }
}
