package dev.herald.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameBufferTest {

  private final FrameBuffer buffer = new FrameBuffer(16);

  @ParameterizedTest
  @CsvSource({
    "0,      8100",
    "125,    817d",
    "126,    817e007e",
    "65535,  817effff",
    "65536,  817f0000000000010000"
  })
  void aLengthIsAsShortAsCanBe(int length, String header) {
    String text = "x".repeat(length);
    buffer.text(Outbound.of(text));
    assertThat(hex(0, header.length() / 2)).isEqualTo(header);
    assertThat(text(header.length() / 2)).isEqualTo(text);
  }

  @Test
  void framesFollowOneAnother() {
    buffer.text(Outbound.of("<a/>"));
    buffer.text(Outbound.addressed(utf8("<b to='"), utf8("ü"), utf8("'/>")));
    buffer.pong(utf8("data"));
    buffer.close(1001, "bye");
    assertThat(hex(0, buffer.size()))
        .isEqualTo(
            "8104"
                + hexOf("<a/>")
                + "810c"
                + hexOf("<b to='ü'/>")
                + "8a04"
                + hexOf("data")
                + "880503e9"
                + hexOf("bye"));
    buffer.clear();
    assertThat(buffer.size()).isZero();
  }

  @Test
  void aCloseMayHaveNoCode() {
    buffer.close(FrameReader.NO_CODE, "");
    assertThat(hex(0, buffer.size())).isEqualTo("8800");
  }

  @Test
  void aReasonThatIsTooLongIsCutBetweenCharacters() {
    buffer.close(1008, "é".repeat(100));
    assertThat(hex(0, 4)).isEqualTo("887c03f0");
    assertThat(text(4)).isEqualTo("é".repeat(61));
  }

  private String hex(int from, int to) {
    return HexFormat.of().formatHex(buffer.array(), from, to);
  }

  private String text(int from) {
    return new String(
        Arrays.copyOfRange(buffer.array(), from, buffer.size()), StandardCharsets.UTF_8);
  }

  private static String hexOf(String text) {
    return HexFormat.of().formatHex(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
