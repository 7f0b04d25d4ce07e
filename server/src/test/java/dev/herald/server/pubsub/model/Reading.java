package dev.herald.server.pubsub.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.ArchiveUseCases.Extent;
import dev.herald.server.pubsub.ArchiveUseCases.Page;
import dev.herald.server.pubsub.ArchiveUseCases.Query;
import dev.herald.server.pubsub.ArchiveUseCases.Told;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ItemUseCases.Items;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.rsm.PageRequest;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Requests that only read: pages of items, and what was missed. */
final class Reading {

  private final AsyncPubSub service;
  private final PubSubModel model;
  private final Random random;
  private final StringBuilder story;

  Reading(AsyncPubSub service, PubSubModel model, Random random, StringBuilder story) {
    this.service = service;
    this.model = model;
    this.random = random;
    this.story = story;
  }

  /** Some page of a node's items (XEP-0059). */
  void page(Jid user, String node) {
    int most = random.nextInt(4);
    String id = String.valueOf(random.nextInt(6));
    PageRequest wanted =
        switch (random.nextInt(5)) {
          case 0 -> new PageRequest(most, id, null, -1);
          case 1 -> new PageRequest(most, null, id, -1);
          case 2 -> new PageRequest(most, null, null, random.nextInt(5));
          case 3 -> PageRequest.last(most);
          default -> new PageRequest(most, null, null, -1);
        };
    Reason expected = refusal(user, node, wanted);
    CompletableFuture<Items> answer =
        service.items().page(new Actor.Client(user), node, null, wanted);
    story.append("%s reads %s of %s -> %s%n".formatted(user, wanted, node, expected));
    assertThat(Answers.reason(answer)).as(story::toString).isEqualTo(expected);
    if (expected == null) {
      PageRequest.Page<Item> page = answer.join().page();
      String shown =
          shown(page.entries().stream().map(Item::id).toList(), page.index(), page.count());
      assertThat(shown).as(story::toString).isEqualTo(expected(node, wanted));
    }
  }

  private @Nullable Reason refusal(Jid user, String name, PageRequest wanted) {
    Reason refusal = model.read(user, name);
    if (refusal != null) {
      return refusal;
    }
    ModelNode node = model.node(name);
    if (node.subscriptions(user) > 1 || node.subscriptions(user.bare()) > 1) {
      return Reason.SUBID_REQUIRED;
    }
    String from = wanted.after() == null ? wanted.before() : wanted.after();
    boolean goesOn = wanted.most() > 0 && from != null && !from.isEmpty();
    return goesOn && !node.items.containsKey(from) ? Reason.ITEM_NOT_FOUND : null;
  }

  private String expected(String node, PageRequest wanted) {
    List<String> ids = List.copyOf(model.node(node).items.keySet());
    int count = ids.size();
    if (wanted.most() == 0) {
      return shown(List.of(), 0, count);
    }
    if (wanted.isBackwards()) {
      int end = "".equals(wanted.before()) ? count : ids.indexOf(wanted.before());
      int from = Math.max(0, end - wanted.most());
      return shown(ids.subList(from, end), from, count);
    }
    int from =
        wanted.after() == null ? Math.max(0, wanted.index()) : ids.indexOf(wanted.after()) + 1;
    List<String> rest = ids.subList(Math.min(from, count), count);
    return shown(rest.subList(0, Math.min(wanted.most(), rest.size())), from, count);
  }

  private static String shown(List<String> ids, int index, int count) {
    return "%s from %d of %d".formatted(ids, index, count);
  }

  /** All that a node has told, and what came after one of these changes (XEP-0442). */
  void catchUp(Jid user, String node) {
    boolean application = random.nextInt(4) == 0;
    Actor by = application ? Actor.APPLICATION : new Actor.Client(user);
    Reason expected = model.read(user, node);
    if (application) {
      expected = model.nodes.containsKey(node) ? null : Reason.NODE_NOT_FOUND;
    }
    CompletableFuture<Page> answer =
        service.archive().changes(by, node, Query.ALL, new Extent(1_000, Long.MAX_VALUE, false));
    story.append("%s catches up with %s -> %s%n".formatted(by, node, expected));
    assertThat(Answers.reason(answer)).as(story::toString).isEqualTo(expected);
    if (expected != null) {
      return;
    }
    List<Told> all = answer.join().changes();
    assertThat(texts(all)).as(story::toString).isEqualTo(model.node(node).log);
    if (!all.isEmpty()) {
      after(by, node, all, random.nextInt(all.size()));
    }
  }

  private void after(Actor by, String node, List<Told> all, int known) {
    Extent extent = new Extent(1 + random.nextInt(4), Long.MAX_VALUE, random.nextBoolean());
    Query query = new Query(List.of(all.get(known).id()), List.of(), null, null, Set.of());
    Page page = service.archive().changes(by, node, query, extent).join();
    List<String> later = texts(all).subList(known + 1, all.size());
    int size = Math.min(extent.most(), later.size());
    assertThat(texts(page.changes()))
        .as(() -> story + "after " + known + ", " + extent)
        .isEqualTo(
            extent.newest()
                ? later.subList(later.size() - size, later.size())
                : later.subList(0, size));
    assertThat(page.complete()).as(story::toString).isEqualTo(size == later.size());
  }

  private static List<String> texts(List<Told> changes) {
    return changes.stream().map(told -> RecordingSink.what(told.event())).toList();
  }
}
