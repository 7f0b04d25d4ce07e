package dev.herald.server.pubsub.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AffiliationUseCases.AffiliationChange;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Item;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.rsm.PageRequest;
import dev.herald.xmpp.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Sequences of random requests by several users, after each of which the service must have
 * answered, told and kept what {@link PubSubModel} says. The property {@code
 * herald.model.sequences} is how many (default 2,000), {@code herald.model.seed} repeats a run.
 */
class PubSubModelTest {

  static final int MAX_ITEMS = 4;

  private static final int SEQUENCES = Integer.getInteger("herald.model.sequences", 2_000);
  private static final int LENGTH = 60;
  private static final List<String> NODES = List.of("/a", "/b");
  private static final List<Jid> USERS =
      List.of(
          Jid.parse("romeo@verona/orchard"),
          Jid.parse("juliet@verona/balcony"),
          Jid.parse("nurse@verona/house"));

  @Test
  void theServiceDoesWhatTheModelSaysInMemory() {
    run(SEQUENCES, MemoryNodeStore::new, "memory");
  }

  /** Sequences on new stores. */
  static void run(int sequences, Supplier<NodeStore> stores, String kind) {
    long seed = Long.getLong("herald.model.seed", System.nanoTime());
    System.out.println("PubSubModelTest, " + kind + ": -Dherald.model.seed=" + seed);
    Random seeds = new Random(seed);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < sequences; i++) {
        try (NodeStore store = stores.get()) {
          new Sequence(store, new Random(seeds.nextLong()), threads).run();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static final class Sequence {
    private final Random random;
    private final RecordingSink sink = new RecordingSink();
    private final PubSubModel model = new PubSubModel();
    private final AsyncPubSub service;
    private final StringBuilder story = new StringBuilder();
    private int published;

    Sequence(NodeStore store, Random random, ExecutorService threads) {
      this.random = random;
      this.service =
          new AsyncPubSub(
              store,
              new ClientRights(true, List.of()),
              new PubSubLimits(MAX_ITEMS, 100, 100, 100),
              sink,
              threads);
    }

    void run() {
      for (int i = 0; i < LENGTH; i++) {
        step();
        compare();
      }
    }

    private void step() {
      Jid user = pick(USERS);
      Actor by = new Actor.Client(user);
      String node = pick(NODES);
      switch (random.nextInt(12)) {
        case 0 -> {
          NodeConfiguration initial = service.owners().defaults();
          expect(
              "create",
              user,
              node,
              model.create(user, node),
              service.owners().create(by, node, initial));
        }
        case 1 -> {
          if (random.nextInt(3) == 0) {
            expect(
                "delete",
                user,
                node,
                model.delete(user, node),
                service.owners().delete(by, node, null));
          }
        }
        case 2, 3, 4 -> publish(user, by, node);
        case 5 -> {
          String id = String.valueOf(random.nextInt(6));
          boolean notify = random.nextBoolean();
          if (isPublishOnly(user, node)) {
            return;
          }
          expect(
              "retract " + id,
              user,
              node,
              model.retract(user, node, id, notify),
              service.publishers().retract(by, node, id, notify));
        }
        case 6 ->
            expect("purge", user, node, model.purge(user, node), service.owners().purge(by, node));
        case 7, 8 -> {
          Jid jid =
              random.nextInt(4) == 0 ? pick(USERS) : random.nextBoolean() ? user : user.bare();
          expect(
              "subscribe " + jid,
              user,
              node,
              model.subscribe(user, node, jid),
              service.subscribers().subscribe(by, node, jid, OptionValues.INITIAL));
        }
        case 9 -> {
          Jid jid = random.nextBoolean() ? user : user.bare();
          expect(
              "unsubscribe " + jid,
              user,
              node,
              model.unsubscribe(node, jid),
              service.subscribers().unsubscribe(by, node, jid, null));
        }
        case 10 -> {
          Jid account = pick(USERS).bare();
          Affiliation affiliation = pick(List.of(Affiliation.values()));
          expect(
              "affiliate " + account + " " + affiliation,
              user,
              node,
              model.affiliate(user, node, account, affiliation),
              service
                  .affiliations()
                  .change(by, node, List.of(new AffiliationChange(account, affiliation))));
        }
        default -> {
          if (random.nextInt(4) == 0) {
            story.append(user).append(" is gone\n");
            model.gone(user);
            service.departures().gone(user, true);
          } else {
            configure(user, by, node);
          }
        }
      }
    }

    private boolean isPublishOnly(Jid user, String node) {
      return model.nodes.containsKey(node)
          && model.node(node).affiliation(user) == Affiliation.PUBLISH_ONLY;
    }

    private void publish(Jid user, Actor by, String node) {
      String id = isPublishOnly(user, node) ? "n" + published++ : String.valueOf(random.nextInt(6));
      String payload = "<x xmlns='x'>" + random.nextInt(100) + "</x>";
      expect(
          "publish " + id,
          user,
          node,
          model.publish(user, node, id, payload),
          service.publishers().publish(by, node, id, payload));
    }

    private void configure(Jid user, Actor by, String node) {
      AccessModel access = pick(List.of(AccessModel.values()));
      PublishModel publish = pick(List.of(PublishModel.values()));
      int maxItems = 1 + random.nextInt(MAX_ITEMS);
      Map<String, List<String>> texts = new LinkedHashMap<>();
      texts.put("pubsub#access_model", List.of(access.name().toLowerCase(Locale.ROOT)));
      texts.put("pubsub#publish_model", List.of(publish.name().toLowerCase(Locale.ROOT)));
      texts.put("pubsub#max_items", List.of(String.valueOf(maxItems)));
      expect(
          "configure " + texts,
          user,
          node,
          model.configure(user, node, access, publish, maxItems),
          service.owners().configure(by, node, texts));
    }

    private void expect(
        String what,
        Jid user,
        String node,
        @Nullable Reason expected,
        CompletableFuture<?> answer) {
      story.append(user.local()).append(": ").append(what).append(" at ").append(node);
      story.append(" -> ").append(expected).append('\n');
      Reason reason = null;
      try {
        answer.join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof PubSubException refusal)) {
          throw e;
        }
        reason = refusal.reason();
      }
      assertThat(reason).as(story::toString).isEqualTo(expected);
    }

    private void compare() {
      for (String node : NODES) {
        String kept = model.nodes.containsKey(node) ? model.node(node).shown() : "there is none";
        assertThat(shown(node)).as(story::toString).isEqualTo(kept);
      }
      assertThat(sink.drain()).as(story::toString).isEqualTo(model.told);
      model.told.clear();
    }

    private String shown(String node) {
      try {
        Map<String, String> items = new LinkedHashMap<>();
        for (Item item :
            service
                .items()
                .page(Actor.APPLICATION, node, null, PageRequest.last(100))
                .join()
                .page()
                .entries()) {
          items.put(item.id(), item.payload());
        }
        Map<Jid, Affiliation> affiliations =
            service.affiliations().list(Actor.APPLICATION, node).join();
        Map<Jid, SubscriptionState> subscriptions = new LinkedHashMap<>();
        for (Subscription s : service.subscriptions().list(Actor.APPLICATION, node).join()) {
          subscriptions.put(s.jid(), s.state());
        }
        return "items=%s affiliations=%s subscriptions=%s"
            .formatted(items, ModelNode.byText(affiliations), ModelNode.byText(subscriptions));
      } catch (CompletionException e) {
        if (e.getCause() instanceof PubSubException refusal
            && refusal.reason() == Reason.NODE_NOT_FOUND) {
          return "there is none";
        }
        throw e;
      }
    }

    private <T> T pick(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }
  }
}
