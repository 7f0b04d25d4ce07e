package dev.herald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpFramingTest {

  private final List<String> bodies = new ArrayList<>();

  @Test
  void bodiesAreTheSameWhereverTheBytesAreCut() {
    byte[] wire =
        ("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nX: y\r\n\r\n<body/>"
                + "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nServer: z\r\ncontent-length:5\r\n\r\n<a/>\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (int piece = 1; piece <= wire.length; piece++) {
      bodies.clear();
      HttpFraming framing =
          new HttpFraming((bytes, from, to, length) -> bodies.add(Xml.text(bytes, from, to)));
      for (int from = 0; from < wire.length; from += piece) {
        framing.received(wire, from, Math.min(wire.length, from + piece));
      }
      assertThat(bodies).as("pieces of " + piece).containsExactly("<body/>", "", "<a/>\n");
    }
  }

  @Test
  void anotherStatusIsRefused() {
    byte[] notFound =
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(
            () -> new HttpFraming((b, f, t, l) -> {}).received(notFound, 0, notFound.length))
        .hasMessageContaining("404 Not Found");
  }
}
