package dev.herald.publisher.registration;

import dev.herald.publisher.payload.AttributeText;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of an attribute as a part of a node's name: as JavaScript's {@code encodeURIComponent}
 * writes it, so that a page can name the node, and such that no two values look the same and none
 * has a slash in it.
 */
final class NodeValue {

  /** What no value becomes, as a percent sign is always followed by two hexadecimal digits. */
  private static final String NULL = "%null";

  private static final String EMPTY = "%empty";
  private static final String HEX = "0123456789ABCDEF";
  private static final String PLAIN = "-_.!~*'()";

  private NodeValue() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    String text = AttributeText.of(value);
    // A name that is read as a path somewhere must not lead out of it.
    return switch (text) {
      case "" -> EMPTY;
      case "." -> "%2E";
      case ".." -> "%2E%2E";
      default -> encode(text);
    };
  }

  /** Whether a part of a name may be a value at all. */
  static boolean mayBe(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c == '%' || isPlain(c));
  }

  /** Whether it stands for a value that is not there. */
  static boolean isMissing(String part) {
    return part.equals(NULL) || part.equals(EMPTY);
  }

  /** The value that is written like this; empty when none is. */
  static Optional<Object> parse(String part, Class<?> type) {
    try {
      Object value = parseText(part.equals(EMPTY) ? "" : decode(part), type);
      return of(value).equals(part) ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static boolean isNull(String part) {
    return part.equals(NULL);
  }

  private static Object parseText(String text, Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> AttributeText.of(constant).equals(text))
          .findFirst()
          .orElseThrow(IllegalArgumentException::new);
    }
    return switch (type.getSimpleName()) {
      case "Boolean" -> Boolean.valueOf(text);
      case "Byte" -> Byte.valueOf(text);
      case "Short" -> Short.valueOf(text);
      case "Integer" -> Integer.valueOf(text);
      case "Long" -> Long.valueOf(text);
      case "BigInteger" -> new BigInteger(text);
      case "UUID" -> UUID.fromString(text);
      case "LocalDate" -> LocalDate.parse(text);
      case "Character" -> text.isEmpty() ? ' ' : text.charAt(0);
      default -> text;
    };
  }

  private static String decode(String part) {
    // A plus is no space here.
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPlain(c)) {
                out.append((char) c);
              } else {
                encode(c, out);
              }
            });
    return out.toString();
  }

  /** UTF-8; an unpaired surrogate likewise, lest it become the same "?" as any other. */
  private static void encode(int c, StringBuilder out) {
    if (c < 0x80) {
      hex(c, out);
      return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    int lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
    hex(lead | (c >> (6 * more)), out);
    for (int i = more - 1; i >= 0; i--) {
      hex(0x80 | ((c >> (6 * i)) & 0x3F), out);
    }
  }

  private static void hex(int octet, StringBuilder out) {
    out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c < 0x80 && PLAIN.indexOf(c) >= 0);
  }
}
