package dev.herald.server.pubsub.stanza;

import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.EntityUseCases.Metadata;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.xmpp.Jid;
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

  @Override
  public CompletableFuture<List<Line>> items() {
    return service.entities().nodes(null, MOST).thenApply(this::lines);
  }

  private List<Line> lines(List<String> names) {
    return names.stream()
        .map(node -> new Line(address.toString(), Optional.of(node), Optional.empty()))
        .toList();
  }

  @Override
  public CompletableFuture<List<Line>> items(String node) {
    return translated(
        service
            .subscribers()
            .items(Actor.APPLICATION, node, 0, Long.MAX_VALUE, MOST, true)
            .thenApply(
                page ->
                    page.node().configuration().isCollection()
                        ? lines(page.node().configuration().get(NodeOptions.CHILDREN))
                        : page.items().stream()
                            .map(
                                item ->
                                    new Line(
                                        address.toString(),
                                        Optional.empty(),
                                        Optional.of(item.id())))
                            .toList()));
  }

  @Override
  public CompletableFuture<Info> info(String node) {
    return translated(service.entities().metadata(node).thenApply(PubSubNodes::info));
  }

  private static Info info(Metadata metadata) {
    Map<String, Field> fields =
        OptionForms.fields(
            metadata.node().configuration().values(),
            List.of(
                NodeOptions.TITLE,
                NodeOptions.DESCRIPTION,
                NodeOptions.TYPE,
                NodeOptions.ACCESS_MODEL,
                NodeOptions.PUBLISH_MODEL,
                NodeOptions.MAX_ITEMS));
    String created = metadata.node().created().truncatedTo(ChronoUnit.SECONDS).toString();
    fields.put("pubsub#creation_date", Field.of("text-single", "Creation date", created));
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
