package dev.herald.publisher.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values as parts of nodes' names, by themselves. */
class NodeValueTest {

  @Test
  void eachCharacterIsAnotherPartOfANameAlsoAnUnpairedSurrogate() {
    Set<String> parts = new HashSet<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x11000 ? 1 : 997) {
      String part = NodeValue.of(Character.toString(c));
      assertThat(parts.add(part)).as("U+%04X", c).isTrue();
      assertThat(part).doesNotContain("/", "{", "}").isASCII();
    }
  }

  @Test
  void aPageNamesTheNodeByEncodeUriComponent() {
    assertThat(NodeValue.of("azAZ09-_.!~*'() /?é\uD83D\uDE00"))
        .isEqualTo("azAZ09-_.!~*'()%20%2F%3F%C3%A9%F0%9F%98%80");
  }

  @Test
  void aValueIsReadFromWhatItIsWrittenLike() {
    Object[] values = {
      "a/b é%",
      "",
      "..",
      'x',
      true,
      (byte) 1,
      (short) -2,
      3,
      4L,
      BigInteger.TEN,
      new UUID(1, 2),
      LocalDate.of(2026, 11, 25),
      DayOfWeek.MONDAY
    };
    for (Object value : values) {
      Class<?> type = value instanceof DayOfWeek ? DayOfWeek.class : value.getClass();
      assertThat(NodeValue.parse(NodeValue.of(value), type)).contains(value);
    }
  }

  @Test
  void whatNoValueIsWrittenLikeIsNone() {
    assertThat(NodeValue.parse("%null", String.class)).isEmpty();
    assertThat(NodeValue.parse("%zz", String.class)).isEmpty();
    assertThat(NodeValue.parse("a%2fb", String.class)).isEmpty();
    assertThat(NodeValue.parse("a+b", String.class)).isEmpty();
    assertThat(NodeValue.parse("007", Long.class)).isEmpty();
    assertThat(NodeValue.parse("yes", Boolean.class)).isEmpty();
    assertThat(NodeValue.parse("1-1-1-1-1", UUID.class)).isEmpty();
    assertThat(NodeValue.parse("someday", LocalDate.class)).isEmpty();
    assertThat(NodeValue.parse("NODAY", DayOfWeek.class)).isEmpty();
    assertThat(NodeValue.parse("%ED%A0%80", String.class)).isEmpty();
  }
}
