package dev.herald.server.routing;

import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.XmlElement;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a service does with the messages that it is sent. Called by several threads at once. */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Takes a message, without waiting for anything. Those of type {@code error} do not come here.
   *
   * @param from the full JID of the client, set by this server, or a component's address
   * @param component whether a component sends it (XEP-0114)
   * @param login who the client is; null for a component
   * @return completed by any thread; a {@link dev.herald.xmpp.StanzaException}, thrown or as its
   *     failure, is the error to answer with
   */
  CompletableFuture<?> receive(
      Jid from, boolean component, @Nullable Login login, XmlElement message);
}
