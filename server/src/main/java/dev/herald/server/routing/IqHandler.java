package dev.herald.server.routing;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a service does with the IQs of one namespace. Called by several threads at once. */
public interface IqHandler {

  /** The namespace of the payloads that it handles. */
  String namespace();

  /** The features that it adds to what its service announces by disco (XEP-0030). */
  List<String> features();

  /**
   * Answers a request, without waiting for anything.
   *
   * @return completed by any thread; a {@link dev.herald.xmpp.StanzaException}, thrown or as its
   *     failure, is the error to answer with
   */
  CompletableFuture<IqAnswer> answer(IqRequest request);
}
