package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AffiliationUseCases;
import dev.herald.server.pubsub.AffiliationUseCases.AffiliationChange;
import dev.herald.server.pubsub.AffiliationUseCases.Unchanged;
import dev.herald.server.pubsub.Done;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.routing.IqAnswer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** XEP-0060, section 8.9: owners ask for the affiliations of their nodes, and change them. */
final class AffiliationRequests {

  private final AffiliationUseCases affiliations;

  AffiliationRequests(AffiliationUseCases affiliations) {
    this.affiliations = affiliations;
  }

  CompletableFuture<IqAnswer> list(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    return affiliations.list(actor, node).thenApply(all -> IqAnswer.of(toXml(node, all)));
  }

  CompletableFuture<IqAnswer> change(Actor actor, XmlElement action) {
    String node = Requests.node(action);
    List<AffiliationChange> changes = new ArrayList<>();
    Set<Jid> seen = new HashSet<>();
    for (XmlElement child : action.children()) {
      Jid account = Requests.subscriber(child).bare();
      if (!seen.add(account)) {
        throw PubSubErrors.badRequest("'" + account + "' is there twice (section 8.9.2.4)");
      }
      String label = child.attribute("affiliation");
      // Section 8.9.2.1: what is not said is not changed.
      if (label != null) {
        changes.add(new AffiliationChange(account, Affiliation.of(label).orElse(null)));
      }
    }
    return Requests.done(
        affiliations.change(actor, node, changes).exceptionally(failure -> refuse(node, failure)));
  }

  private static Done refuse(String node, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Unchanged refusal) {
      throw PubSubErrors.unchanged(refusal, toXml(node, refusal.affiliations()));
    }
    throw new CompletionException(cause);
  }

  private static XmlElement toXml(String node, Map<Jid, Affiliation> affiliations) {
    XmlElement.Builder list =
        XmlElement.builder(Namespaces.PUBSUB_OWNER, "affiliations").attribute("node", node);
    affiliations.forEach(
        (jid, affiliation) ->
            list.add(
                XmlElement.builder(Namespaces.PUBSUB_OWNER, "affiliation")
                    .attribute("jid", jid.toString())
                    .attribute("affiliation", affiliation.label())));
    return Requests.owned(list);
  }
}
