package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTextTest {

  @Test
  void isALineForEachValue() {
    assertThat(
            OptionText.write(
                Map.of(
                    "pubsub#title", List.of("a=b\nc\\"),
                    "pubsub#collection", List.of("x", "y"),
                    "pubsub#children", List.of())))
        .isEqualTo(
            """
            pubsub#children
            pubsub#collection=x
            pubsub#collection=y
            pubsub#title=a\\=b\\nc\\\\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        "\\",
        "\n",
        "\\n",
        "\r\n",
        "a=b\nc=d",
        "\\=\\\\=",
        "\uD83D\uDE00",
        "\u0085\u2028",
        " a ",
        "name=value\n",
        "\\\n="
      })
  void isReadBackWhateverIsInIt(String hostile) {
    for (Map<String, List<String>> options :
        List.<Map<String, List<String>>>of(
            Map.of("name", List.of(hostile)),
            Map.of("name", List.of(hostile, "", hostile), "other", List.of()),
            Map.of(hostile, List.of(hostile), hostile + "x", List.of()))) {
      assertThat(OptionText.read(OptionText.write(options))).isEqualTo(options);
    }
  }

  @Test
  void hasNoLineForNothing() {
    assertThat(OptionText.write(Map.of())).isEmpty();
    assertThat(OptionText.read("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=b", "a=b=c\n", "a\\", "a=\\x\n", "a=\\"})
  void isRefusedWhenItIsNothingThatWasWritten(String text) {
    assertThatThrownBy(() -> OptionText.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
