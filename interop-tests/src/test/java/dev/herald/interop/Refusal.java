package dev.herald.interop;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * An error: its condition, and where the document names them, the condition of PubSub and the
 * feature that is not there. Nothing is said of the error's type, which follows from the condition.
 */
record Refusal(String condition, @Nullable String pubSub, @Nullable String feature) {

  static final String NOT_IMPLEMENTED = "feature-not-implemented";

  /** One such as {@code feature-not-implemented unsupported subscribe}. */
  static Refusal parse(String text) {
    String[] parts = text.strip().split(" +", -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("No error: '" + text + "'");
    }
    return new Refusal(
        parts[0], parts.length > 1 ? parts[1] : null, parts.length > 2 ? parts[2] : null);
  }

  /** The error that a stanza is, if it is one. */
  static Optional<Refusal> of(Document stanza) {
    if (!Xml.holds(stanza, "/c:iq[@type='error']")) {
      return Optional.empty();
    }
    String feature = Xml.text(stanza, "//er:unsupported/@feature");
    return Optional.of(
        new Refusal(
            name(stanza, "/c:iq/c:error/st:*[not(self::st:text)]").orElse("no-condition"),
            name(stanza, "/c:iq/c:error/er:*").orElse(null),
            feature.isEmpty() ? null : feature));
  }

  private static Optional<String> name(Document stanza, String xpath) {
    String name = Xml.text(stanza, "local-name(" + xpath + ")");
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** Whether an error is this one; it may say more. */
  boolean covers(Refusal other) {
    return condition.equals(other.condition)
        && (pubSub == null || pubSub.equals(other.pubSub))
        && (feature == null || feature.equals(other.feature));
  }

  @Override
  public String toString() {
    return Stream.of(condition, pubSub, feature)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }
}
