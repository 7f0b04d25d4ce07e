package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What requests of XEP-0060 have in common. */
final class Requests {

  private Requests() {}

  static Actor actor(IqRequest request) {
    return request.component()
        ? new Actor.Component(request.from())
        : new Actor.Client(request.from(), request.login());
  }

  /** The element that says what is asked for. */
  static XmlElement action(IqRequest request) {
    return request
        .payload()
        .firstChild()
        .orElseThrow(() -> PubSubErrors.badRequest("<pubsub/> is empty"));
  }

  /** The answer, refusals as the conditions that the document names. */
  static CompletableFuture<IqAnswer> answer(Supplier<CompletableFuture<IqAnswer>> request) {
    CompletableFuture<IqAnswer> answer;
    try {
      answer = request.get();
    } catch (PubSubException e) {
      throw PubSubErrors.of(e);
    }
    return answer.exceptionally(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof PubSubException refusal) {
            throw PubSubErrors.of(refusal);
          }
          throw failure instanceof RuntimeException e ? e : new CompletionException(failure);
        });
  }

  /** The answer to what has no result but that it is done. */
  static CompletableFuture<IqAnswer> done(CompletableFuture<?> request) {
    return request.thenApply(result -> IqAnswer.EMPTY);
  }

  static String node(XmlElement action) {
    String node = action.attribute("node");
    if (node == null) {
      throw new PubSubException(Reason.NODE_REQUIRED, "The node is missing");
    }
    return node;
  }

  /** Section 6.1.3.1. */
  static Jid subscriber(XmlElement action) {
    return subscriber(action, Reason.INVALID_SUBSCRIBER);
  }

  /**
   * The address that an element is about.
   *
   * @param missing what it is refused for without one
   */
  static Jid subscriber(XmlElement action, Reason missing) {
    String jid = action.attribute("jid");
    if (jid == null) {
      throw new PubSubException(missing, "The subscriber's JID is missing");
    }
    return Jid.parse(jid);
  }

  static String itemId(XmlElement item) {
    String id = item.attribute("id");
    if (id == null || id.isEmpty()) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "The item's id is missing");
    }
    return id;
  }

  /** The value of an attribute that is a flag. */
  static boolean flag(XmlElement action, String name) {
    String value = action.attribute(name);
    return "true".equals(value) || "1".equals(value);
  }

  static XmlElement pubsub(XmlElement.Builder child) {
    return XmlElement.builder(Namespaces.PUBSUB, "pubsub").add(child).build();
  }

  static XmlElement owned(XmlElement.Builder child) {
    return XmlElement.builder(Namespaces.PUBSUB_OWNER, "pubsub").add(child).build();
  }
}
