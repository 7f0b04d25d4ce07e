package dev.herald.server.sasl;

import java.util.List;

/** {@code tls-server-end-point} (RFC 5929, section 4), and nothing else. */
final class ServerEndPoint implements ChannelBinding {

  private final byte[] data;

  ServerEndPoint(byte[] data) {
    this.data = data.clone();
  }

  @Override
  public List<String> types() {
    return List.of(TLS_SERVER_END_POINT);
  }

  @Override
  public byte[] data(String type) {
    if (!type.equals(TLS_SERVER_END_POINT)) {
      throw new IllegalArgumentException(
          "There is only " + TLS_SERVER_END_POINT + ", not '" + type + "'");
    }
    return data.clone();
  }
}
