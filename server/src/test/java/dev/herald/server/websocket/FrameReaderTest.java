package dev.herald.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 5, as bytes in any pieces. */
class FrameReaderTest {

  private static final int MAX = 100_000;

  private static final int TEXT = 0x81;
  private static final int TEXT_BEGIN = 0x01;
  private static final int MIDDLE = 0x00;
  private static final int LAST = 0x80;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;

  /** What was found, as lines. */
  private static final class Found implements FrameHandler {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void message(byte[] utf8, int offset, int length) {
      lines.add("message " + new String(utf8, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void tooMuch() {
      lines.add("too much");
    }

    @Override
    public void ping(byte[] data) {
      lines.add("ping " + new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public void closed(int code) {
      lines.add("closed " + code);
    }

    @Override
    public void violated(int code, String reason) {
      assertThat(reason).isNotEmpty().hasSizeLessThanOrEqualTo(123);
      lines.add("violated " + code);
    }
  }

  private final Found found = new Found();
  private final FrameReader reader = new FrameReader(MAX, found);

  @Test
  void messagesAndControlFramesComeInOrderHoweverTheyAreCut() {
    String longer = "é".repeat(100);
    String longest = "x".repeat(70_000);
    byte[] all =
        join(
            frame(TEXT, "<a/>"),
            frame(TEXT, ""),
            frame(TEXT_BEGIN, "<b>"),
            frame(PING, "are you there"),
            frame(MIDDLE, ""),
            frame(MIDDLE, "ü"),
            frame(PONG, "unasked"),
            frame(LAST, "</b>"),
            frame(TEXT, longer),
            frame(PING, ""),
            frame(TEXT, longest),
            frame(TEXT_BEGIN, ""),
            frame(LAST, "<c/>"),
            frame(CLOSE, "\u0003\u00E8bye"),
            frame(TEXT, "after the end"));
    List<String> expected =
        List.of(
            "message <a/>",
            "message ",
            "ping are you there",
            "message <b>ü</b>",
            "message " + longer,
            "ping ",
            "message " + longest,
            "message <c/>",
            "closed 1000");
    for (int piece : new int[] {1, 2, 3, 5, 7, 13, 126, 1000, 8192, all.length}) {
      Found pieces = new Found();
      feed(new FrameReader(MAX, pieces), all, piece);
      assertThat(pieces.lines).as("in pieces of %d bytes", piece).isEqualTo(expected);
    }
    long seed = new Random().nextLong();
    System.out.println("FrameReaderTest: seed " + seed);
    Random random = new Random(seed);
    for (int run = 0; run < 100; run++) {
      Found pieces = new Found();
      FrameReader cut = new FrameReader(MAX, pieces);
      byte[] copy = all.clone();
      for (int from = 0; from < copy.length; ) {
        int size = Math.min(copy.length - from, random.nextInt(run % 2 == 0 ? 20 : 9000));
        cut.read(copy, from, size);
        from += size;
      }
      assertThat(pieces.lines).as("seed %d, run %d", seed, run).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "compressed,             C181 00000000 61,                  1002",
    "second reserved bit,    A181 00000000 61,                  1002",
    "third reserved bit,     9181 00000000 61,                  1002",
    "unmasked,               8101 61,                           1002",
    "unmasked close,         8800,                              1002",
    "binary,                 8281 00000000 61,                  1003",
    "binary in fragments,    0281 00000000 61,                  1003",
    "unknown data frame,     8381 00000000 61,                  1002",
    "last unknown data,      8780 00000000,                     1002",
    "unknown control frame,  8B80 00000000,                     1002",
    "last unknown control,   8F80 00000000,                     1002",
    "ping in fragments,      0980 00000000,                     1002",
    "close in fragments,     0880 00000000,                     1002",
    "ping of 126 bytes,      89FE 007E 00000000,                1002",
    "nothing to continue,    8081 00000000 61,                  1002",
    "text within a message,  0181 00000000 61 8181 00000000 62, 1002",
    "length not the shortest, 81FE 007D 00000000,               1002",
    "nor with eight bytes,   81FF 000000000000FFFF 00000000,    1002",
    "negative length,        81FF 8000000000000000 00000000,    1002",
    "beyond any bound,       81FF 0000000001000001 00000000,    1009",
    "longest of all,         81FF 7FFFFFFFFFFFFFFF 00000000,    1009",
    "close of one byte,      8881 00000000 03,                  1002",
    "reason is not UTF-8,    8883 00000000 03E8FF,              1007",
  })
  void aViolationIsToldByItsCodeAndIsTheEnd(String what, String hex, int code) {
    byte[] bytes = join(hex(hex), frame(TEXT, "after the end"));
    feed(reader, bytes, bytes.length);
    assertThat(found.lines).as(what).containsExactly("violated " + code);

    Found single = new Found();
    feed(new FrameReader(MAX, single), bytes, 1);
    assertThat(single.lines).as(what + ", byte by byte").isEqualTo(found.lines);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
  void aCodeThatMustNotBeSentIsAViolation(int code) {
    feed(reader, frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code}), 100);
    assertThat(found.lines).containsExactly("violated 1002");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999})
  void theCodeOfACloseIsTold(int code) {
    feed(reader, frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code}), 100);
    assertThat(found.lines).containsExactly("closed " + code);
  }

  @Test
  void aCloseMayHaveNoCode() {
    feed(reader, frame(CLOSE, ""), 100);
    assertThat(found.lines).containsExactly("closed " + FrameReader.NO_CODE);
  }

  @Test
  void aMessageOfTheLimitIsTakenAndALargerOneIsReadToItsEnd() {
    String largest = "x".repeat(MAX);
    feed(reader, frame(TEXT, largest), 8192);
    feed(reader, frame(TEXT, largest + "x"), 8192);
    feed(reader, frame(TEXT_BEGIN, largest), 8192);
    feed(reader, frame(PING, "between"), 8192);
    feed(reader, frame(MIDDLE, "x"), 8192);
    feed(reader, frame(MIDDLE, largest), 8192);
    assertThat(found.lines).containsExactly("message " + largest, "too much", "ping between");
    feed(reader, frame(LAST, ""), 8192);
    feed(reader, frame(TEXT, "<a/>"), 8192);
    assertThat(found.lines.subList(3, 5)).containsExactly("too much", "message <a/>");
  }

  @Test
  void aMessageWithoutEndIsGivenUp() {
    byte[] part = frame(MIDDLE, "x".repeat(1_000_000));
    feed(reader, frame(TEXT_BEGIN, "x"), 100);
    int parts = 0;
    while (found.lines.isEmpty()) {
      feed(reader, part, part.length);
      parts++;
      assertThat(parts).isLessThan(20);
    }
    assertThat(parts).isEqualTo(17);
    assertThat(found.lines).containsExactly("violated 1009");
  }

  private static void feed(FrameReader reader, byte[] bytes, int piece) {
    // Unmasked where they are, so that a copy is needed.
    byte[] copy = bytes.clone();
    for (int from = 0; from < copy.length; from += piece) {
      reader.read(copy, from, Math.min(piece, copy.length - from));
    }
  }

  private static byte[] frame(int first, String text) {
    return frame(
        first,
        first == CLOSE
            ? text.getBytes(StandardCharsets.ISO_8859_1)
            : text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length < 0x10000) {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    byte[] mask = {0x12, (byte) 0xFE, 0x00, 0x7A};
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    return out.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
