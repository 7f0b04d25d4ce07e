package dev.herald.fuzz;

import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server for one input, and what is expected of all that it says. */
final class FuzzedServer {

  static final Peer ANYBODY = new Peer("127.0.0.1", true, null, null);
  static final Peer IN_CLEAR = new Peer("127.0.0.1", false, null, null);
  static final Peer LOGGED_IN = new Peer("127.0.0.1", true, "alice", "session");

  /** Enough for any order of steps, and few enough to be quick. */
  private static final int MESSAGES = 50;

  /** An answer may be much longer than the request: its escapes, and all of a node's items. */
  private static final XmlLimits ANSWERS = new XmlLimits(100_000_000, 10_000_000, 10_000, 200);

  private FuzzedServer() {}

  static XmppServer start() {
    LoggedErrors.watch();
    XmppServer server =
        new XmppServer(
            ServerSettings.defaults().withAnonymous(true),
            (name, password) -> name.equals("alice") && password.equals("secret"),
            new ClientRights(true, List.of("/open/*")),
            new MemoryNodeStore());
    server.pubSub().create(Actor.APPLICATION, "/open/a");
    return server;
  }

  static List<String> messages(byte[] input) {
    return new String(input, StandardCharsets.UTF_8).lines().limit(MESSAGES).toList();
  }

  /** What is sent to a client is XML, and no confession that the server has failed. */
  static XmlElement check(String sent) {
    XmlElement element;
    try {
      element = XmlStreamReader.parseDocument(sent, ANSWERS);
    } catch (XmlStreamException e) {
      throw new AssertionError("Sends what is no XML: " + sent, e);
    }
    if (failed(element)) {
      LoggedErrors.expectNone();
      throw new AssertionError("The server has failed: " + sent);
    }
    return element;
  }

  /** By element, as a client may send the words itself and get them back. */
  private static boolean failed(@Nullable XmlElement element) {
    return element != null
        && ((element.name().equals("error")
                && element.children().stream()
                    .anyMatch(child -> child.name().equals("internal-server-error")))
            || element.children().stream().anyMatch(FuzzedServer::failed));
  }
}
