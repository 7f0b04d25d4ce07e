package dev.herald.server.pubsub.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.AffiliationUseCases.AffiliationChange;
import dev.herald.server.pubsub.AsyncPubSub;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.SubscriptionUseCases.SubscriptionChange;
import dev.herald.server.pubsub.model.ModelNode.Subscriber;
import dev.herald.server.pubsub.node.AccessModel;
import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Expiry;
import dev.herald.server.pubsub.node.NodeOptions;
import dev.herald.server.pubsub.node.NodeType;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.PublishModel;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One sequence of random requests to a service on a store of its own. */
final class Sequence {

  private static final int LENGTH = 60;
  private static final List<String> LEAVES = List.of("/a", "/b");
  private static final List<Jid> USERS =
      List.of(
          Jid.parse("romeo@verona/orchard"),
          Jid.parse("juliet@verona/balcony"),
          Jid.parse("nurse@verona/house"));

  private final NodeStore store;
  private final Random random;
  private final ExecutorService threads;
  private final RecordingSink sink = new RecordingSink();
  private final PubSubModel model = new PubSubModel();
  private final StringBuilder story = new StringBuilder();
  private AsyncPubSub service;
  private Reading reading;

  Sequence(NodeStore store, Random random, ExecutorService threads) {
    this.store = store;
    this.random = random;
    this.threads = threads;
    this.service = service();
    this.reading = new Reading(service, model, random, story);
    service
        .owners()
        .create(
            Actor.APPLICATION,
            PubSubModelTest.COLLECTION,
            service.owners().defaults().with(NodeOptions.NODE_TYPE, NodeType.COLLECTION))
        .join();
  }

  private AsyncPubSub service() {
    return new AsyncPubSub(
        store,
        new ClientRights(true, List.of()),
        new PubSubLimits(PubSubModelTest.MAX_ITEMS, 100, 100, 100),
        sink,
        threads);
  }

  void run() {
    for (int i = 0; i < LENGTH; i++) {
      String node = random.nextInt(8) == 0 ? PubSubModelTest.COLLECTION : pick(LEAVES);
      step(pick(USERS), node);
      compare(List.of(node));
    }
    compare(LEAVES);
  }

  private void step(Jid user, String node) {
    Actor by = new Actor.Client(user);
    switch (random.nextInt(20)) {
      case 0 ->
          expect(
              user + " creates " + node,
              model.create(user, node),
              service.owners().create(by, node, service.owners().defaults()));
      case 1 -> {
        if (random.nextInt(2) == 0) {
          expect(
              user + " deletes " + node,
              model.delete(user, node),
              service.owners().delete(by, node, null));
        }
      }
      case 2, 3, 4, 5 -> {
        String id = String.valueOf(random.nextInt(6));
        String payload = "<x xmlns='x'>" + random.nextInt(100) + "</x>";
        expect(
            "%s publishes %s at %s".formatted(user, id, node),
            model.publish(user, node, id, payload),
            service.publishers().publish(by, node, id, payload));
      }
      case 6, 7 -> {
        String id = String.valueOf(random.nextInt(6));
        boolean notify = random.nextBoolean();
        expect(
            "%s retracts %s at %s, notify=%s".formatted(user, id, node, notify),
            model.retract(user, node, id, notify),
            service.publishers().retract(by, node, id, notify));
      }
      case 8 ->
          expect(
              user + " purges " + node, model.purge(user, node), service.owners().purge(by, node));
      case 9, 10 -> subscribe(user, by, node);
      case 11 -> {
        Jid jid = random.nextBoolean() ? user : user.bare();
        expect(
            "%s is unsubscribed from %s".formatted(jid, node),
            model.unsubscribe(node, jid),
            service.subscribers().unsubscribe(by, node, jid, null));
      }
      case 12 -> manage(user, by, node);
      case 13, 14 -> affiliate(user, by, node);
      case 15 -> configure(user, by, node);
      case 16 -> file(pick(LEAVES), random.nextInt(4) > 0);
      case 17 -> reading.page(user, node);
      case 18 -> reading.catchUp(user, node);
      default -> atTimes(user, by, node);
    }
  }

  private void atTimes(Jid user, Actor by, String node) {
    switch (random.nextInt(6)) {
      case 0 -> {
        story.append("The process is started again\n");
        // Nothing of the old one is under way.
        compare(LEAVES);
        model.restart();
        service = service();
        reading = new Reading(service, model, random, story);
      }
      case 1 -> lease(user, by, node);
      default -> {
        story.append(user).append(" is gone\n");
        model.gone(user);
        service.departures().gone(user, true);
      }
    }
    compare(LEAVES);
  }

  private void subscribe(Jid user, Actor by, String node) {
    Jid jid = random.nextInt(4) == 0 ? pick(USERS) : random.nextBoolean() ? user : user.bare();
    Subscriber subscriber = new Subscriber(jid, random.nextInt(3) == 0);
    OptionValues options =
        subscriber.temporary()
            ? OptionValues.INITIAL.with(SubscriptionOptions.EXPIRE, Expiry.PRESENCE)
            : OptionValues.INITIAL;
    expect(
        "%s subscribes %s to %s".formatted(user, subscriber, node),
        model.subscribe(user, node, subscriber),
        service.subscribers().subscribe(by, node, jid, options));
  }

  /** Until a lease is taken that has not ended when it arrives; then until it has ended. */
  private void lease(Jid user, Actor by, String node) {
    Reason expected = model.lease(user, node, user.bare());
    Reason reason;
    Duration lease = Duration.ofMillis(2);
    Instant end;
    do {
      end = Instant.now().plus(lease).truncatedTo(ChronoUnit.MICROS);
      OptionValues options =
          OptionValues.INITIAL.with(SubscriptionOptions.EXPIRE, new Expiry(end, false));
      reason = Answers.reason(service.subscribers().subscribe(by, node, user.bare(), options));
      lease = lease.multipliedBy(2);
    } while (reason == Reason.INVALID_OPTIONS);
    tell("%s leases %s to %s".formatted(user, user.bare(), node), expected);
    assertThat(reason).as(story::toString).isEqualTo(expected);
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(100_000);
    }
  }

  private void manage(Jid user, Actor by, String node) {
    Jid other = pick(USERS);
    Jid jid = random.nextBoolean() ? other : other.bare();
    SubscriptionState wanted =
        random.nextInt(3) == 0 ? SubscriptionState.NONE : SubscriptionState.SUBSCRIBED;
    expect(
        "%s makes %s %s to %s".formatted(user, jid, wanted, node),
        model.manage(user, node, jid, wanted),
        service
            .subscriptions()
            .change(by, node, List.of(new SubscriptionChange(jid, null, wanted))));
  }

  private void affiliate(Jid user, Actor by, String node) {
    Jid account = pick(USERS).bare();
    Affiliation affiliation = pick(List.of(Affiliation.values()));
    expect(
        "%s makes %s %s of %s".formatted(user, account, affiliation, node),
        model.affiliate(user, node, account, affiliation),
        service
            .affiliations()
            .change(by, node, List.of(new AffiliationChange(account, affiliation))));
  }

  private void configure(Jid user, Actor by, String node) {
    AccessModel access = pick(List.of(AccessModel.values()));
    PublishModel publish = pick(List.of(PublishModel.values()));
    int maxItems = 1 + random.nextInt(PubSubModelTest.MAX_ITEMS);
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put("pubsub#access_model", List.of(access.name().toLowerCase(Locale.ROOT)));
    texts.put("pubsub#publish_model", List.of(publish.name().toLowerCase(Locale.ROOT)));
    texts.put("pubsub#max_items", List.of(String.valueOf(maxItems)));
    expect(
        "%s configures %s %s".formatted(user, node, texts),
        model.configure(user, node, access, publish, maxItems),
        service.owners().configure(by, node, texts));
  }

  private void file(String node, boolean in) {
    List<String> collections = in ? List.of(PubSubModelTest.COLLECTION) : List.of();
    expect(
        "%s is put into %s".formatted(node, collections),
        model.file(node, in),
        service
            .owners()
            .configure(
                Actor.APPLICATION, node, Map.of(NodeOptions.COLLECTION.name(), collections)));
  }

  private void expect(String what, @Nullable Reason expected, CompletableFuture<?> answer) {
    tell(what, expected);
    assertThat(Answers.reason(answer)).as(story::toString).isEqualTo(expected);
  }

  private void tell(String what, @Nullable Reason expected) {
    story.append(what).append(" -> ").append(expected == null ? "done" : expected).append('\n');
  }

  /** What is at these nodes and the collection, and what has been told. */
  private void compare(List<String> nodes) {
    for (String node : nodes) {
      compare(node);
    }
    // The last, so that what nodes pass on to it has arrived.
    compare(PubSubModelTest.COLLECTION);
    assertThat(sink.drain()).as(story::toString).isEqualTo(model.told);
    model.told.clear();
  }

  private void compare(String node) {
    String kept = model.nodes.containsKey(node) ? model.node(node).shown() : Answers.NO_NODE;
    assertThat(Answers.shown(service, node)).as(() -> story + "At " + node).isEqualTo(kept);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
