package dev.herald.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit to its edge, as a document and on a stream: so much is taken, and one more is not. */
class XmlLimitsTest {

  private static final XmlLimits LIMITS = new XmlLimits(10_000, 500, 5, 4);
  private static final String HEADER = "<s:s xmlns='urn:a' xmlns:s='urn:s'>";

  private enum Limit {
    STANZA_BYTES(10_000, "10000 bytes") {
      @Override
      String xml(int size) {
        return "<a>" + "x".repeat(size - "<a></a>".length()) + "</a>";
      }
    },
    TAG_BYTES(500, "500 bytes") {
      @Override
      String xml(int size) {
        return "<a b='" + "x".repeat(size - "<a b=''/>".length()) + "'/>";
      }
    },
    NAME_OF_AN_ELEMENT(500, "500 bytes") {
      @Override
      String xml(int size) {
        return "<" + "a".repeat(size - "</>".length()) + "/>";
      }
    },
    NAME_OF_AN_ATTRIBUTE(500, "500 bytes") {
      @Override
      String xml(int size) {
        return "<a " + "b".repeat(size - "<a =''/>".length()) + "=''/>";
      }
    },
    END_TAG(500, "500 bytes") {
      @Override
      String xml(int size) {
        return "<a></a" + " ".repeat(size - "</a>".length()) + ">";
      }
    },
    ATTRIBUTES(5, "5 attributes") {
      @Override
      String xml(int size) {
        return IntStream.range(0, size)
            .mapToObj(i -> i % 2 == 0 ? " a" + i + "=''" : " xmlns:a" + i + "='urn:a'")
            .collect(Collectors.joining("", "<a", "/>"));
      }
    },
    DEPTH(4, "4 levels") {
      @Override
      String xml(int size) {
        return "<a>".repeat(size) + "</a>".repeat(size);
      }
    };

    final int most;
    final String message;

    Limit(int most, String message) {
      this.most = most;
      this.message = message;
    }

    abstract String xml(int size);
  }

  @ParameterizedTest
  @EnumSource
  void aDocument(Limit limit) {
    String most = limit.xml(limit.most);
    assertThat(XmlStreamReader.parseDocument(most, LIMITS)).isNotNull();
    assertRefused(limit, () -> XmlStreamReader.parseDocument(limit.xml(limit.most + 1), LIMITS));
  }

  @ParameterizedTest
  @EnumSource
  void aStream(Limit limit) {
    List<XmlElement> stanzas = new ArrayList<>();
    XmlStreamReader reader = reader(stanzas);
    feed(reader, HEADER);
    feed(reader, limit.xml(limit.most));
    feed(reader, limit.xml(limit.most));
    assertThat(stanzas).hasSize(2);
    assertRefused(limit, () -> feed(reader, limit.xml(limit.most + 1)));
    assertThat(stanzas).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "9999, 500, 5, 4, RFC 6120",
    "10000, 0, 5, 4, tag 0 bytes",
    "10000, 500, 0, 4, 0 attributes",
    "10000, 500, 5, 0, depth 0"
  })
  void whatIsNoLimitIsRefused(int stanza, int tag, int attributes, int depth, String message) {
    assertThatThrownBy(() -> new XmlLimits(stanza, tag, attributes, depth))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void assertRefused(Limit limit, Runnable reading) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            XmlStreamException.class,
            e ->
                assertThat(e.error().condition()).isEqualTo(StreamError.Condition.POLICY_VIOLATION))
        .hasMessageContaining(limit.message);
  }

  private static XmlStreamReader reader(List<XmlElement> stanzas) {
    return XmlStreamReader.ofStream(
        LIMITS,
        new XmlStreamReader.Listener() {
          @Override
          public void streamOpened(XmlElement header, String contentNamespace) {}

          @Override
          public void element(XmlElement element) {
            stanzas.add(element);
          }

          @Override
          public void streamClosed() {}
        });
  }

  private static void feed(XmlStreamReader reader, String xml) {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; ) {
      at += reader.feed(bytes, at, bytes.length - at);
    }
  }
}
