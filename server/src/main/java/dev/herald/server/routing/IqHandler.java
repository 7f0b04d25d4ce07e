package dev.herald.server.routing;

import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service does with the IQs of one namespace. Called by several threads at once. */
public interface IqHandler {

  /** The namespace of the payloads that it handles. */
  String namespace();

  /** The features that it adds to what its service announces by disco (XEP-0030). */
  List<String> features();

  /**
   * Answers a request.
   *
   * @return the payload of the result, or null for an empty one
   * @throws dev.herald.xmpp.StanzaException the error to answer with
   */
  @Nullable XmlElement handle(IqRequest request);
}
