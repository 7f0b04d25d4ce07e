package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.ArchiveUseCases;
import dev.herald.server.pubsub.ArchiveUseCases.Extent;
import dev.herald.server.pubsub.ArchiveUseCases.Page;
import dev.herald.server.pubsub.ArchiveUseCases.Query;
import dev.herald.server.pubsub.ArchiveUseCases.Range;
import dev.herald.server.pubsub.ArchiveUseCases.Told;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.routing.IqAnswer;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.server.rsm.PageRequest;
import dev.herald.server.rsm.ResultSets;
import dev.herald.server.session.Session;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0442 and XEP-0313: what has changed at a node, for who was away. The changes come as the
 * notifications that they were, before the answer.
 */
public final class ArchiveHandler implements IqHandler {

  static final String NAMESPACE = "urn:xmpp:mam:2";

  /** Changes of a page, unless the client says how many. */
  static final int PAGE = 50;

  /** Changes of a page at most. */
  static final int MOST = 200;

  private final ArchiveUseCases archive;
  private final SessionRegistry sessions;
  private final long bytes;

  /**
   * The handler of a service.
   *
   * @param bytes of a page, roughly: what a client may have to read before its next request
   */
  public ArchiveHandler(AsyncPubSub service, SessionRegistry sessions, long bytes) {
    this.archive = service.archive();
    this.sessions = sessions;
    this.bytes = bytes;
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public List<String> features() {
    return List.of(NAMESPACE, NAMESPACE + "#extended", StanzaId.NAMESPACE, ResultSets.NAMESPACE);
  }

  @Override
  public CompletableFuture<IqAnswer> answer(IqRequest request) {
    return Requests.answer(
        () ->
            switch (request.payload().name()) {
              case "query" -> request.set() ? query(request) : form();
              case "metadata" -> metadata(request);
              default ->
                  throw PubSubErrors.badRequest(
                      "'" + request.payload().name() + "' is no request of '" + NAMESPACE + "'");
            });
  }

  private static CompletableFuture<IqAnswer> form() {
    return CompletableFuture.completedFuture(
        IqAnswer.of(XmlElement.builder(NAMESPACE, "query").add(ArchiveForm.empty()).build()));
  }

  private CompletableFuture<IqAnswer> query(IqRequest request) {
    XmlElement query = request.payload();
    String node = Requests.node(query);
    ArchiveForm form = ArchiveForm.of(query);
    PageRequest set = ResultSets.read(query, PAGE).orElse(PageRequest.first(PAGE));
    int most = Math.min(set.most(), MOST);
    Query wanted = form.query(set);
    Extent extent = new Extent(most, bytes, set.isBackwards());
    boolean flipped = query.child(NAMESPACE, "flip-page").isPresent();
    return archive
        .changes(Requests.actor(request), node, wanted, extent)
        .thenApply(
            page -> {
              Page results =
                  form.isFrom(request.to()) ? page : new Page(page.node(), List.of(), true, 0);
              send(request, results.changes(), flipped);
              return IqAnswer.of(fin(results, most));
            });
  }

  /** Section 4.2; what is sent here is before the answer, since that is sent later. */
  private void send(IqRequest request, List<Told> changes, boolean flipped) {
    List<Told> inOrder = new ArrayList<>(changes);
    if (flipped) {
      Collections.reverse(inOrder);
    }
    String queryId = request.payload().attribute("queryid");
    for (Session session : sessions.addressed(request.from())) {
      for (Told told : inOrder) {
        session.send(result(request, queryId, told));
      }
    }
  }

  private static XmlElement result(IqRequest request, @Nullable String queryId, Told told) {
    Jid service = request.to();
    XmlElement.Builder forwarded =
        XmlElement.builder("urn:xmpp:forward:0", "forwarded")
            .add(
                XmlElement.builder("urn:xmpp:delay", "delay")
                    .attribute("stamp", told.at().toString()))
            .add(new XmlFragment(PubSubNotifier.message(told.event(), service)));
    return XmlElement.builder(Namespaces.CLIENT, "message")
        .attribute("from", service.toString())
        .attribute("to", request.from().toString())
        .add(
            XmlElement.builder(NAMESPACE, "result")
                .attribute("queryid", queryId)
                .attribute("id", told.id().toString())
                .add(forwarded))
        .build();
  }

  private static XmlElement fin(Page page, int most) {
    List<Told> changes = page.changes();
    XmlElement set =
        changes.isEmpty()
            ? ResultSets.write(null, -1, null, most == 0 ? page.count() : -1)
            : ResultSets.write(
                changes.get(0).id().toString(),
                -1,
                changes.get(changes.size() - 1).id().toString(),
                -1);
    return XmlElement.builder(NAMESPACE, "fin")
        .attribute("complete", page.complete() ? "true" : null)
        .attribute("stable", "true")
        .add(set)
        .build();
  }

  /** Section 5. */
  private CompletableFuture<IqAnswer> metadata(IqRequest request) {
    if (request.set()) {
      throw PubSubErrors.badRequest("Metadata is asked for in an IQ of type get");
    }
    return archive
        .range(Requests.actor(request), Requests.node(request.payload()))
        .thenApply(range -> IqAnswer.of(metadata(range)));
  }

  private static XmlElement metadata(Range range) {
    XmlElement.Builder metadata = XmlElement.builder(NAMESPACE, "metadata");
    Told first = range.first();
    Told last = range.last();
    if (first != null && last != null) {
      metadata.add(end("start", first)).add(end("end", last));
    }
    return metadata.build();
  }

  private static XmlElement.Builder end(String name, Told told) {
    return XmlElement.builder(NAMESPACE, name)
        .attribute("id", told.id().toString())
        .attribute("timestamp", told.at().toString());
  }
}
