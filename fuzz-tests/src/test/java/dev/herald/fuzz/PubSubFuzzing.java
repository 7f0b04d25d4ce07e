package dev.herald.fuzz;

import dev.herald.server.XmppServer;
import dev.herald.xmpp.Namespaces;

/** Stanzas of one who has logged in, while somebody else is subscribed. */
final class PubSubFuzzing {

  private PubSubFuzzing() {}

  static void run(byte[] input) {
    try (XmppServer server = FuzzedServer.start()) {
      FuzzedSocket subscriber = new FuzzedSocket(server, FuzzedServer.ANYBODY).login();
      subscriber.receive(
          "<iq xmlns='jabber:client' to='pubsub.localhost' id='1' type='set'><pubsub xmlns='"
              + Namespaces.PUBSUB
              + "'><subscribe node='/open/a' jid='"
              + subscriber.jid()
              + "'/></pubsub></iq>");
      FuzzedSocket client = new FuzzedSocket(server, FuzzedServer.ANYBODY).login();
      for (String message : FuzzedServer.messages(input)) {
        client.receive(message.replace("$JID", client.jid()));
      }
      client.leave();
    }
    LoggedErrors.expectNone();
  }
}
