package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.zoo.Zoo.Place;
import dev.herald.publisher.zoo.Zoo.PlaceId;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Filling a node while something else happens. */
class FillTest {

  private final SessionFactory factory = Database.of(Place.class);
  private final RecordingNodes nodes = new RecordingNodes();

  @AfterEach
  void stop() {
    factory.close();
  }

  @Test
  void aRowThatTheTargetRefusesDoesNotHoldUpTheOthers() throws Exception {
    save("a");
    save("refused");
    save("z");
    NodePublisher picky =
        new Delegate(nodes) {
          @Override
          public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
            if (itemId.contains("refused")) {
              throw new PublishRefusedException("too large", new IllegalStateException());
            }
            return super.publish(node, itemId, payload);
          }
        };
    try (Publisher publisher = publisher(picky)) {
      publisher.register(Place.class);
      publisher.attach(factory);
      long began = System.nanoTime();
      publisher.start();
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(20);
      nodes.next();
      nodes.next();
      assertThat(nodes.itemIds("/zoo/Place")).hasSize(2);
      assertThat(publisher.metrics().failed()).isEqualTo(1);
    }
  }

  @Test
  void aSaveThatComesWhileTheNodeIsOpenedDoesNotKeepItFromBeingFilled() throws Exception {
    save("old");
    CompletableFuture<Void> probing = new CompletableFuture<>();
    CompletableFuture<Void> saved = new CompletableFuture<>();
    NodePublisher slow =
        new Delegate(nodes) {
          @Override
          public void createNode(String node, NodeOptions options) {
            super.createNode(node, options);
            probing.complete(null);
            saved.orTimeout(20, TimeUnit.SECONDS).join();
          }
        };
    try (Publisher publisher = publisher(slow)) {
      publisher.attach(factory);
      publisher.start();
      CompletableFuture<Void> registered =
          CompletableFuture.runAsync(() -> publisher.register(Place.class));
      probing.get(20, TimeUnit.SECONDS);
      save("new");
      saved.complete(null);
      registered.get(20, TimeUnit.SECONDS);
      while (nodes.itemIds("/zoo/Place").size() < 2) {
        nodes.next();
      }
    }
  }

  @Test
  void aTableThatCannotBeReadDoesNotKeepOthersFromPublishingToTheNode() throws Exception {
    factory.inTransaction(
        session -> session.createNativeMutationQuery("drop table Place").executeUpdate());
    try (Publisher publisher = publisher(nodes)) {
      publisher.register(Place.class);
      publisher.attach(factory);
      publisher.start();
      publisher.publish("/zoo/Place", "by hand", "x");
      assertThat(nodes.next().itemId()).isEqualTo("by hand");
    }
  }

  @Test
  void aTargetThatFailsHalfwayIsGivenAllRowsTheNextTime() throws Exception {
    save("a");
    save("b");
    AtomicInteger calls = new AtomicInteger();
    NodePublisher flaky =
        new Delegate(nodes) {
          @Override
          public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
            if (calls.incrementAndGet() == 2) {
              throw new IllegalStateException("down for a moment");
            }
            return super.publish(node, itemId, payload);
          }
        };
    try (Publisher publisher = publisher(flaky)) {
      publisher.register(Place.class);
      publisher.attach(factory);
      publisher.start();
      assertThat(nodes.itemIds("/zoo/Place")).hasSize(2);
    }
  }

  private static Publisher publisher(NodePublisher target) {
    return new Publisher(target, PublisherSettings.DEFAULT, TransactionBinding.NONE);
  }

  private void save(String street) {
    Place place = new Place();
    place.id = new PlaceId(street, 1);
    factory.inTransaction(session -> session.persist(place));
  }

  /** Another target, except for what a test changes. */
  private static class Delegate implements NodePublisher {
    private final NodePublisher target;

    Delegate(NodePublisher target) {
      this.target = target;
    }

    @Override
    public void createNode(String node, NodeOptions options) {
      target.createNode(node, options);
    }

    @Override
    public Collection<String> itemIds(String node) {
      return target.itemIds(node);
    }

    @Override
    public Collection<String> nodes(String prefix) {
      return target.nodes(prefix);
    }

    @Override
    public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
      return target.items(node, itemIds);
    }

    @Override
    public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
      return target.publish(node, itemId, payload);
    }

    @Override
    public CompletionStage<Void> retract(String node, String itemId) {
      return target.retract(node, itemId);
    }
  }
}
