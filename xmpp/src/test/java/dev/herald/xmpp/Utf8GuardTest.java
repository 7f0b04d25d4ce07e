package dev.herald.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8GuardTest {

  @Test
  void everyCodePointPassesAndItsBeginningsAreCounted() {
    Utf8Guard guard = new Utf8Guard();
    for (int c = 0; c <= 0x10FFFF; c++) {
      if (c >= 0xD800 && c <= 0xDFFF) {
        continue;
      }
      byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        int begun = guard.check(bytes, i, 1);
        if (begun != (i + 1) % bytes.length) {
          assertThat(begun).as("U+%X, byte %d", c, i).isEqualTo((i + 1) % bytes.length);
        }
      }
    }
  }

  @Test
  void whatTheJdkRefusesIsRefused() {
    for (int pair = 0; pair < 0x10000; pair++) {
      byte[] bytes = {(byte) (pair >> 8), (byte) pair, (byte) 0x80, (byte) 0x80, 'x'};
      if (accepts(bytes) != jdkAccepts(bytes)) {
        assertThat(accepts(bytes)).as("0x%04X 80 80", pair).isEqualTo(jdkAccepts(bytes));
      }
    }
    assertThatThrownBy(() -> new Utf8Guard().check(new byte[] {(byte) 0xF0, (byte) 0x9D, 0}, 0, 3))
        .isInstanceOf(XmlStreamException.class)
        .hasMessageContaining("0x00");
  }

  private static boolean accepts(byte[] bytes) {
    try {
      return new Utf8Guard().check(bytes, 0, bytes.length) == 0;
    } catch (XmlStreamException e) {
      return false;
    }
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
