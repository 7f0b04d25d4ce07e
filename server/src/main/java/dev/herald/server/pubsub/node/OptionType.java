package dev.herald.server.pubsub.node;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an option is written in a form, and what it can be.
 *
 * @param field the type of the form's field (XEP-0004, section 3.3)
 * @param choices what it can be, for the types that list
 * @param expected for people: what it can be
 * @param read null for what it cannot be
 */
public record OptionType<T>(
    String field,
    List<String> choices,
    String expected,
    Function<List<String>, @Nullable T> read,
    Function<T, List<String>> write) {

  public static final OptionType<Boolean> FLAG =
      single(
          "boolean",
          "true or false",
          value ->
              switch (value) {
                case "1", "true" -> true;
                case "0", "false" -> false;
                default -> null;
              },
          flag -> flag ? "1" : "0");

  private static final int MAX_TEXT = 1_000;

  /** Up to 1,000 characters; may be empty. */
  public static final OptionType<String> TEXT =
      new OptionType<>(
          "text-single",
          List.of(),
          "a text of up to " + MAX_TEXT + " characters",
          values ->
              values.isEmpty()
                  ? ""
                  : values.size() == 1 && values.get(0).length() <= MAX_TEXT ? values.get(0) : null,
          List::of);

  private static final int MAX_JIDS = 100;

  /** Up to 100 bare JIDs. */
  static final OptionType<List<Jid>> JIDS =
      new OptionType<>(
          "jid-multi",
          List.of(),
          "up to " + MAX_JIDS + " JIDs",
          values -> values.size() <= MAX_JIDS ? jids(values) : null,
          jids -> jids.stream().map(Jid::toString).toList());

  private static @Nullable List<Jid> jids(List<String> values) {
    try {
      return values.stream().map(value -> Jid.parse(value).bare()).distinct().toList();
    } catch (StanzaException e) {
      return null;
    }
  }

  /** When a subscription ends; may be empty. */
  static final OptionType<Expiry> EXPIRY =
      new OptionType<>(
          "text-single",
          List.of(),
          "a date and time such as 2030-02-28T11:59:59Z, 'presence', or empty",
          values ->
              values.isEmpty()
                  ? Expiry.NEVER
                  : values.size() == 1 ? Expiry.of(values.get(0)) : null,
          expiry -> List.of(expiry.toString()));

  /** Several of these, in their order. */
  static OptionType<List<String>> several(List<String> choices) {
    return new OptionType<>(
        "list-multi",
        choices,
        "some of " + String.join(", ", choices),
        values ->
            choices.containsAll(values) ? choices.stream().filter(values::contains).toList() : null,
        UnaryOperator.identity());
  }

  /** A number between bounds. */
  public static OptionType<Integer> number(int least, int most) {
    return single(
        "text-single",
        "a number from " + least + " to " + most,
        value -> {
          try {
            int number = Integer.parseInt(value);
            return number >= least && number <= most ? number : null;
          } catch (NumberFormatException e) {
            return null;
          }
        },
        String::valueOf);
  }

  /** Up to 1,000 different names of nodes; those that are empty mean none (XEP-0248). */
  public static final OptionType<List<String>> NAMES =
      new OptionType<>(
          "text-multi",
          List.of(),
          "up to 1000 names of nodes",
          values ->
              values.size() <= 1_000 && values.stream().allMatch(v -> v.length() <= MAX_TEXT)
                  ? values.stream().filter(name -> !name.isEmpty()).distinct().toList()
                  : null,
          UnaryOperator.identity());

  /** A number between bounds; {@code max} stands for the greatest. */
  public static OptionType<Integer> numberOrMax(int least, int most) {
    return numberOr("max", least, most);
  }

  /** A number between bounds; a word stands for the greatest. */
  static OptionType<Integer> numberOr(String word, int least, int most) {
    OptionType<Integer> number = number(least, most);
    return single(
        number.field(),
        number.expected() + ", or " + word,
        value -> value.equals(word) ? Integer.valueOf(most) : number.read().apply(List.of(value)),
        value -> value == most ? word : String.valueOf(value));
  }

  /** One constant of an enum, by its label in stanzas. */
  public static <E extends Enum<E>> OptionType<E> choice(
      Class<E> constants, Function<E, String> label) {
    List<String> labels = Arrays.stream(constants.getEnumConstants()).map(label).toList();
    return new OptionType<>(
        "list-single",
        labels,
        String.join(", ", labels),
        values ->
            values.size() == 1 && labels.contains(values.get(0))
                ? constants.getEnumConstants()[labels.indexOf(values.get(0))]
                : null,
        value -> List.of(label.apply(value)));
  }

  static <T> OptionType<T> single(
      String field,
      String expected,
      Function<String, @Nullable T> read,
      Function<T, String> write) {
    return new OptionType<>(
        field,
        List.of(),
        expected,
        values -> values.size() == 1 ? read.apply(values.get(0)) : null,
        value -> List.of(write.apply(value)));
  }
}
