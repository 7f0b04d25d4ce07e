package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.Payload;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be published by hand, and characters that no XML can carry. */
class RefusalTest {

  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRefused() {
    assertThatThrownBy(() -> publisher.publish("/home", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("null");
    assertThatThrownBy(() -> Payload.text(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("null");
  }

  @Test
  void anUnpairedSurrogateBecomesTheReplacementCharacter() throws Exception {
    publisher.publish("/home", Map.of("text", "a\uD800b"));
    assertThat(nodes.next().payload().text()).isEqualTo("a\uFFFDb");
    publisher.publish("/home", Payload.json(Map.of("text", "a\uD800b\u0001")));
    String json = nodes.next().payload().text();
    assertThat(json).doesNotContain("\uD800").doesNotContain("\u0001");
    assertThat(publisher.metrics().replacedCharacters()).isPositive();
  }

  @Test
  void aNameOfMoreThan1023BytesIsRefusedAndOneOf1023IsNot() throws Exception {
    String longest = "é".repeat(511) + "x";
    publisher.publish(longest, "x");
    assertThat(nodes.next().node()).isEqualTo(longest);
    assertThatThrownBy(() -> publisher.publish(longest + "x", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
  }
}
