package dev.herald.server.routing;

import dev.herald.xmpp.XmlElement;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One that needs nothing but the request. */
public interface ImmediateIqHandler extends IqHandler {

  /**
   * Answers a request.
   *
   * @return the payload of the result, or null for an empty one
   * @throws dev.herald.xmpp.StanzaException the error to answer with
   */
  @Nullable XmlElement handle(IqRequest request);

  @Override
  default CompletableFuture<IqAnswer> answer(IqRequest request) {
    return CompletableFuture.completedFuture(IqAnswer.of(handle(request)));
  }
}
