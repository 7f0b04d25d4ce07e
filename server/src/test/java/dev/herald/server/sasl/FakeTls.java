package dev.herald.server.sasl;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection whose channel binding of each type is a text. */
record FakeTls(List<String> types) implements ChannelBinding {

  static final Peer PEER =
      new Peer(
          "192.0.2.1", true, null, null, new FakeTls(List.of(TLS_EXPORTER, TLS_SERVER_END_POINT)));

  @Override
  public byte[] data(String type) {
    return (type + " of this connection").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] dataOf(String type) {
    return PEER.channelBinding().data(type);
  }
}
