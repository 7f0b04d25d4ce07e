package dev.herald.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NodeRecorderTest {

  private static final XmlFragment PAYLOAD = new XmlFragment("<a xmlns='urn:a'/>");

  /** Answers when the test says so. */
  private static final class SlowNodes implements NodePublisher {
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();

    private CompletionStage<Void> answer() {
      CompletableFuture<Void> answer = new CompletableFuture<>();
      answers.add(answer);
      return answer;
    }

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
      if (itemId.equals("bad")) {
        throw new IllegalStateException("as the test wants it");
      }
      return answer();
    }

    @Override
    public CompletionStage<Void> retract(String node, String itemId) {
      return answer();
    }
  }

  private final NodeRecorder recorder = new NodeRecorder();
  private final SlowNodes slow = new SlowNodes();
  private final NodePublisher recording = recorder.recording(slow);

  private List<String> items() {
    return recorder.events().all().stream().map(RecordedEvent::itemId).toList();
  }

  @Test
  void itPassesOnAllThatATargetCanDo() {
    for (Method method : NodePublisher.class.getMethods()) {
      assertThat(RecordingNodes.class.getDeclaredMethods())
          .as("overrides " + method)
          .anyMatch(
              own ->
                  own.getName().equals(method.getName())
                      && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }
  }

  @Test
  void eventsStandInTheOrderInWhichTheyWereSentWhenTheyHaveBeenTaken() {
    var first = recording.publish("/a", "1", PAYLOAD);
    var second = recording.retract("/a", "2");
    assertThat(items()).isEmpty();
    slow.answers.get(1).complete(null);
    assertThat(items()).containsExactly("2");
    slow.answers.get(0).complete(null);
    assertThat(items()).containsExactly("1", "2");
    assertThat(first.toCompletableFuture()).isCompleted();
    assertThat(second.toCompletableFuture()).isCompleted();
  }

  @Test
  void whatTheTargetDoesNotTakeIsNoEvent() {
    var refused = recording.publish("/a", "1", PAYLOAD);
    slow.answers.get(0).completeExceptionally(new IllegalStateException("as the test wants it"));
    assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    assertThatThrownBy(() -> recording.publish("/a", "bad", PAYLOAD))
        .isInstanceOf(IllegalStateException.class);
    assertThat(items()).isEmpty();
  }

  @Test
  void whatIsRecordedAlreadyIsNotRecordedTwice() {
    assertThat(recorder.recording(recording)).isSameAs(recording);
    assertThat(new NodeRecorder().recording(recording)).isNotSameAs(recording);
  }

  @Test
  void nodesWithoutAServerKeepTheLatestItems() {
    NodePublisher nodes = recorder.nodes();
    nodes.createNode("/a", new NodeOptions(2, true));
    for (String item : List.of("1", "2", "1", "3")) {
      assertThat(nodes.publish("/a", item, PAYLOAD).toCompletableFuture()).isCompleted();
    }
    assertThat(nodes.itemIds("/a")).containsExactly("1", "3");
    assertThat(nodes.items("/a", List.of("2", "3"))).containsOnlyKeys("3");
    assertThat(nodes.items("/b", List.of("3"))).isEmpty();
    assertThat(nodes.nodes("/")).containsExactly("/a");
    assertThat(nodes.nodes("/b")).isEmpty();
    assertThat(nodes.retract("/a", "1").toCompletableFuture()).isCompleted();
    assertThat(nodes.itemIds("/a")).containsExactly("3");
    assertThat(nodes.itemIds("/b")).isEmpty();
    assertThat(items()).containsExactly("1", "2", "1", "3", "1");
  }

  @Test
  void onlySoManyEventsAreKept() {
    EventLog log = recorder.events();
    for (int i = 0; i < EventLog.MOST; i++) {
      log.taken(log.add(RecordedEvent.retracted("/a", "" + i)));
    }
    assertThat(log.isForgetful()).isFalse();
    log.taken(log.add(RecordedEvent.retracted("/a", "last")));
    assertThat(log.isForgetful()).isTrue();
    assertThat(log.all()).hasSize(EventLog.MOST);
    log.clear();
    assertThat(log.isForgetful()).isFalse();
  }
}
