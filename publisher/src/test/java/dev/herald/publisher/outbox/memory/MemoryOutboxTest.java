package dev.herald.publisher.outbox.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublisherMetrics;
import dev.herald.publisher.outbox.Change;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lanes by themselves, with a target that does as a test wants. */
class MemoryOutboxTest {

  private static final XmlFragment PAYLOAD = new XmlFragment("<x xmlns=\"urn:test\"/>");

  private final PublisherMetrics metrics = new PublisherMetrics();
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  private volatile Consumer<String> onPublish = item -> {};
  private final CountDownLatch refilled = new CountDownLatch(1);
  private MemoryOutbox outbox = outbox(3);

  @AfterEach
  void stop() {
    outbox.close();
  }

  @Test
  void busyNodesDoNotStarveAnother() throws Exception {
    outbox.close();
    outbox = outbox(100);
    CompletableFuture<Void> third = new CompletableFuture<>();
    // Two lanes, as many as there are threads, that get one more each time one is done.
    onPublish =
        item -> {
          if (item.startsWith("/c")) {
            third.complete(null);
          } else if (!third.isDone()) {
            outbox.add(publish(item.substring(0, 2), "next" + System.nanoTime()));
          }
        };
    outbox.add(publish("/a", "1"));
    outbox.add(publish("/b", "1"));
    outbox.add(publish("/c", "1"));
    third.get(20, TimeUnit.SECONDS);
  }

  @Test
  void anErrorOfOneItemDoesNotEndItsLane() throws Exception {
    CompletableFuture<Void> after = new CompletableFuture<>();
    onPublish =
        item -> {
          if (item.equals("/a 1")) {
            throw new StackOverflowError("as the test wants it");
          }
          after.complete(null);
        };
    outbox.add(publish("/a", "1"));
    outbox.add(publish("/a", "2"));
    after.get(20, TimeUnit.SECONDS);
    assertThat(metrics.failed()).isEqualTo(1);
  }

  @Test
  void aNodeIsFilledAgainOnceHoweverManyOfItsChangesFoundNoRoom() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    onPublish =
        item -> {
          try {
            hold.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    for (int i = 0; i < 10; i++) {
      outbox.addEntityChanges(List.of(publish("/a", "" + i)));
    }
    assertThat(metrics.refills()).isEqualTo(1);
    hold.countDown();
    assertThat(refilled.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFillThatWaitsIsNotForgottenWhenTheOutboxOverflows() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch filled = new CountDownLatch(1);
    onPublish =
        item -> {
          try {
            hold.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    outbox.add(publish("/a", "0"));
    outbox.inLane("/a", filled::countDown, () -> {});
    for (int i = 1; i < 10; i++) {
      outbox.addEntityChanges(List.of(publish("/a", "" + i)));
    }
    hold.countDown();
    assertThat(filled.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(refilled.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aLaterChangeOfAnItemTakesThePlaceOfOneThatWaitsEvenWhenTheOutboxIsFull() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch holding = new CountDownLatch(1);
    onPublish =
        item -> {
          holding.countDown();
          try {
            hold.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    outbox.add(publish("/a", "0"));
    assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();
    outbox.add(publish("/a", "1"));
    outbox.add(publish("/a", "2"));
    outbox.add(publish("/a", "1"));
    hold.countDown();
    outbox.close();
    assertThat(taken).containsExactly("/a 0", "/a 2", "/a 1");
  }

  private MemoryOutbox outbox(int capacity) {
    return new MemoryOutbox(
        new Target(), capacity, node -> refilled::countDown, node -> Optional.empty(), metrics);
  }

  private static Change publish(String node, String item) {
    return new Change.Publish(node, item, PAYLOAD);
  }

  private final class Target implements NodePublisher {
    @Override
    public void createNode(String node, NodeOptions options) {}

    @Override
    public Collection<String> itemIds(String node) {
      return List.of();
    }

    @Override
    public Collection<String> nodes(String prefix) {
      return List.of();
    }

    @Override
    public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
      return Map.of();
    }

    @Override
    public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
      onPublish.accept(node + " " + itemId);
      taken.add(node + " " + itemId);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> retract(String node, String itemId) {
      return CompletableFuture.completedStage(null);
    }
  }
}
