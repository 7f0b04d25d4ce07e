package dev.herald.fuzz;

import dev.herald.server.XmppServer;
import dev.herald.server.sasl.Peer;
import java.util.List;

/** Logins: any sequence of messages is answered or ends the stream, and none breaks the server. */
final class SaslFuzzing {

  private SaslFuzzing() {}

  static void run(byte[] input) {
    for (Peer peer : List.of(FuzzedServer.ANYBODY, FuzzedServer.IN_CLEAR, FuzzedServer.LOGGED_IN)) {
      try (XmppServer server = FuzzedServer.start()) {
        FuzzedSocket client = new FuzzedSocket(server, peer);
        FuzzedServer.messages(input).forEach(client::receive);
        client.leave();
      }
      LoggedErrors.expectNone();
    }
  }
}
