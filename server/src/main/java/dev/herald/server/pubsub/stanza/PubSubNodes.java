package dev.herald.server.pubsub.stanza;

import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.EntityUseCases.Metadata;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.routing.IqRequest;
import dev.herald.server.rsm.PageRequest;
import dev.herald.server.rsm.PageRequest.Page;
import dev.herald.server.rsm.ResultSets;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** XEP-0060, sections 5.2 to 5.5: the nodes of the service and their items, by disco. */
public final class PubSubNodes implements DiscoNodes {

  /** Beyond, a service is not discovered but known. */
  private static final int MOST = 10_000;

  private final Jid address;
  private final AsyncPubSub service;

  public PubSubNodes(Jid address, AsyncPubSub service) {
    this.address = address;
    this.service = service;
  }

  /** Section 5.2, in the order of their names; without those that the client may not read. */
  @Override
  public CompletableFuture<Lines> items(IqRequest request) {
    Optional<PageRequest> set = ResultSets.read(request.payload());
    Actor actor = Requests.actor(request);
    return service
        .entities()
        .nodeCount()
        .thenCompose(
            count ->
                count < MOST
                    ? service.entities().nodes(actor, null, MOST).thenApply(names -> of(names, set))
                    : ofMany(actor, count, set));
  }

  private Lines of(List<String> names, Optional<PageRequest> set) {
    if (set.isEmpty()) {
      return Lines.all(nodes(names));
    }
    Page<String> page = set.get().of(names, MOST);
    return new Lines(
        nodes(page.entries()), Optional.of(set(page.entries(), page.index(), page.count())));
  }

  /** Beyond what one list has, there is only what comes after a name. */
  private CompletableFuture<Lines> ofMany(Actor actor, long count, Optional<PageRequest> set) {
    PageRequest wanted = set.orElse(PageRequest.first(MOST));
    if (wanted.isBackwards() || wanted.index() >= 0) {
      throw new StanzaException(
          Condition.FEATURE_NOT_IMPLEMENTED,
          "There are more than " + MOST + " nodes: ask for what comes <after/> one");
    }
    String after = wanted.after();
    return service
        .entities()
        .nodes(actor, after, Math.min(wanted.most(), MOST))
        .thenApply(
            names ->
                new Lines(nodes(names), Optional.of(set(names, after == null ? 0 : -1, count))));
  }

  private List<Line> nodes(List<String> names) {
    return names.stream()
        .map(node -> new Line(address.toString(), Optional.of(node), Optional.empty()))
        .toList();
  }

  /**
   * Section 5.5, for whoever may retrieve the items, the oldest first; of a collection, the nodes
   * in it.
   */
  @Override
  public CompletableFuture<Lines> items(IqRequest request, String node) {
    Optional<PageRequest> set = ResultSets.read(request.payload());
    PageRequest wanted = set.orElse(PageRequest.last(Integer.MAX_VALUE));
    return translated(
        service
            .items()
            .listed(Requests.actor(request), node, wanted)
            .thenApply(
                listed -> {
                  if (listed.node().configuration().isCollection()) {
                    return of(listed.children(), set);
                  }
                  Page<Item> page = listed.page();
                  List<String> ids = page.entries().stream().map(Item::id).toList();
                  boolean told = set.isPresent() || ids.size() < page.count();
                  return new Lines(
                      items(ids),
                      told ? Optional.of(set(ids, page.index(), page.count())) : Optional.empty());
                }));
  }

  private List<Line> items(List<String> ids) {
    return ids.stream()
        .map(id -> new Line(address.toString(), Optional.empty(), Optional.of(id)))
        .toList();
  }

  private static XmlElement set(List<String> entries, int index, long count) {
    return entries.isEmpty()
        ? ResultSets.write(null, -1, null, count)
        : ResultSets.write(entries.get(0), index, entries.get(entries.size() - 1), count);
  }

  @Override
  public CompletableFuture<Info> info(IqRequest request, String node) {
    return translated(
        service.entities().metadata(Requests.actor(request), node).thenApply(PubSubNodes::info));
  }

  private static Info info(Metadata metadata) {
    Map<String, Field> fields =
        OptionForms.fields(
            metadata.node().configuration().values(),
            NodeOptions.of(metadata.node().configuration()));
    String created = metadata.node().created().truncatedTo(ChronoUnit.SECONDS).toString();
    fields.put("pubsub#creation_date", Field.of("text-single", "Creation date", created));
    Jid creator = metadata.node().creator();
    if (creator != null) {
      fields.put("pubsub#creator", Field.of("jid-single", "Node creator", creator.toString()));
    }
    fields.put("pubsub#owner", jids("Node owners", metadata.owners()));
    fields.put("pubsub#publisher", jids("Publishers to this node", metadata.publishers()));
    fields.put(
        "pubsub#num_subscribers",
        Field.of(
            "text-single",
            "Number of subscribers to this node",
            String.valueOf(metadata.subscribers())));
    boolean collection = metadata.node().configuration().isCollection();
    return new Info(
        collection ? "collection" : "leaf",
        Optional.of(new DataForm("result", OptionForms.META_DATA, fields)));
  }

  private static Field jids(String label, List<Jid> jids) {
    return new Field("jid-multi", label, jids.stream().map(Jid::toString).toList(), List.of());
  }

  private static <T> CompletableFuture<T> translated(CompletableFuture<T> answer) {
    return answer.exceptionally(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          throw cause instanceof PubSubException e
              ? PubSubErrors.of(e)
              : new CompletionException(cause);
        });
  }
}
