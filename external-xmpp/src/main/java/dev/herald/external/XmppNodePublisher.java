package dev.herald.external;

import dev.herald.external.stream.AnswerException;
import dev.herald.external.stream.ConnectionException;
import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to ejabberd, Prosody or another XMPP server with PubSub (XEP-0060), over one connection
 * that is made again whenever it ends.
 *
 * <p>While there is none, everything fails at once by a {@link ConnectionException}, and what is
 * published stays in the outbox. Publishes are sent without waiting for those before, in their
 * order; the first one to a node after each connection waits until the node is as it is to be.
 * Thread-safe.
 */
public final class XmppNodePublisher implements NodePublisher, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(XmppNodePublisher.class);

  /** One answer has the payloads of so many, each of which may be as large as a stanza. */
  private static final int ITEMS_AT_ONCE = 50;

  /** What is around a payload, without the names. */
  private static final int ENVELOPE_BYTES = 1_000;

  private final XmppSettings settings;
  private final ServiceConnection connection;
  private final ServiceNodes nodes = new ServiceNodes();

  private XmppNodePublisher(XmppSettings settings) {
    this.settings = settings;
    this.connection = ServiceConnection.open(settings);
  }

  /** Begins to connect, and goes on until it can; the first request waits for the first attempt. */
  public static XmppNodePublisher open(XmppSettings settings) {
    return new XmppNodePublisher(settings);
  }

  /** How it stands with the server. */
  public ConnectionState state() {
    ConnectionState state = connection.state();
    return state.up() ? nodes.denied().orElse(state) : state;
  }

  @Override
  public boolean isReachable() {
    return state().up();
  }

  /**
   * Creates the node, or gives one that exists these options. While that cannot be done it is done
   * before the first item.
   */
  @Override
  public void createNode(String node, NodeOptions options) {
    nodes.describe(node, options);
    try {
      nodes.ready(connection.service(), node);
    } catch (ConnectionException e) {
      log.debug("'{}' is created when there is a connection", node, e);
    } catch (DeniedException | AnswerException e) {
      log.warn("'{}' cannot be created now, which is done when it can: {}", node, e.getMessage());
    }
  }

  @Override
  public Collection<String> itemIds(String node) {
    PubSubRequests service = connection.service();
    nodes.readyIfDescribed(service, node);
    try {
      return service.itemIds(node);
    } catch (AnswerException e) {
      if (isMissing(e)) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public Collection<String> nodes(String prefix) {
    return connection.service().nodes().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    PubSubRequests service = connection.service();
    Map<String, XmlElement> payloads = new HashMap<>();
    List<String> ids = new ArrayList<>(itemIds);
    for (int at = 0; at < ids.size(); at += ITEMS_AT_ONCE) {
      try {
        payloads.putAll(
            service.items(node, ids.subList(at, Math.min(ids.size(), at + ITEMS_AT_ONCE))));
      } catch (AnswerException e) {
        if (!isMissing(e)) {
          throw e;
        }
      }
    }
    return payloads;
  }

  @Override
  public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
    String request = PubSubRequests.publish(node, itemId, payload);
    int bytes = request.getBytes(StandardCharsets.UTF_8).length + ENVELOPE_BYTES;
    if (bytes > settings.stanzaBytes()) {
      throw new PublishRefusedException(
          "Item '%s' of '%s' takes %,d bytes, and the XMPP server is sent %,d at most: publish less of it, or raise the server's limit and herald.xmpp.stanza-size"
              .formatted(itemId, node, bytes, settings.stanzaBytes()));
    }
    return send(node, request, Set.of());
  }

  @Override
  public CompletionStage<Void> retract(String node, String itemId) {
    // Older than max_items, or never announced: it is not there, which is what was wanted.
    return send(node, PubSubRequests.retract(node, itemId), Set.of("item-not-found"));
  }

  private CompletionStage<Void> send(String node, String request, Set<String> welcome) {
    PubSubRequests service = connection.service();
    nodes.ready(service, node);
    CompletableFuture<XmlElement> answer = service.send(request);
    return answer.handle(
        (result, failure) -> {
          if (failure == null) {
            nodes.taken(node);
            return null;
          }
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof AnswerException refusal) {
            if (welcome.contains(refusal.condition())) {
              return null;
            }
            throw refused(service, node, refusal);
          }
          throw new CompletionException(cause);
        });
  }

  /** Only what is wrong with the item itself is refused for good. */
  private RuntimeException refused(PubSubRequests service, String node, AnswerException refusal) {
    if (refusal.condition().equals("item-not-found")) {
      nodes.forget(node);
    }
    if (refusal.type().equals("auth") || refusal.condition().equals("forbidden")) {
      return nodes.denied(node, DeniedException.publishing(node, service, refusal));
    }
    if (refusal.type().equals("modify")
        || refusal.condition().equals("bad-request")
        || refusal.condition().equals("not-acceptable")) {
      return new PublishRefusedException(
          "%s refuses it (%s)".formatted(service.jid(), refusal.getMessage()), refusal);
    }
    return refusal;
  }

  /**
   * Ends the subscriptions of sessions that are gone, at the nodes that have been used. A server
   * such as ejabberd 23.01 keeps them for ever, and writes to them.
   *
   * @return how many have been ended
   * @throws ConnectionException when there is no connection
   */
  public int endVanishedSubscriptions() {
    PubSubRequests service = connection.service();
    return new VanishedSubscribers(service).end(nodes.ready(service));
  }

  private static boolean isMissing(AnswerException e) {
    return e.condition().equals("item-not-found");
  }

  /** Ends the connection; what has no answer yet fails, and nothing can be published any more. */
  @Override
  public void close() {
    connection.close();
  }
}
