package dev.herald.benchmarks.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseFramingTest {

  private static final String ALL =
      "HTTP/1.1 200 \r\nETag: \"50-1\"\r\nContent-Length: 3\r\n\r\nabc"
          + "HTTP/1.1 304 \r\nETag: \"50-1\"\r\n\r\n"
          + "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n4\r\nd\r\ne\r\nA\r\n0123456789\r\n0\r\n\r\n"
          + "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n";

  private final List<String> answers = new ArrayList<>();
  private final ResponseFraming framing =
      new ResponseFraming(
          new ResponseFraming.Answers() {
            @Override
            public void rows(String tag, byte[] bytes, int from, int to) {
              answers.add(
                  tag + ":" + new String(bytes, from, to - from, StandardCharsets.US_ASCII));
            }

            @Override
            public void notModified() {
              answers.add("304");
            }
          });

  private void receive(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    framing.received(bytes, 0, bytes.length);
  }

  @Test
  void answersAreFoundHoweverTheBytesAreCut() {
    for (int size = 1; size <= ALL.length(); size++) {
      answers.clear();
      for (int at = 0; at < ALL.length(); at += size) {
        receive(ALL.substring(at, Math.min(ALL.length(), at + size)));
      }
      assertThat(answers)
          .as("in parts of %d bytes", size)
          .containsExactly("\"50-1\":abc", "304", ":d\r\ne0123456789", ":");
    }
  }

  @Test
  void anotherStatusIsRefused() {
    assertThatThrownBy(() -> receive("HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n"))
        .hasMessageContaining("503");
  }

  @Test
  void aBodyWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> receive("HTTP/1.1 200 \r\nConnection: close\r\n\r\nabc"))
        .hasMessageContaining("Neither");
  }
}
