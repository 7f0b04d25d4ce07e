package dev.herald.testkit;

import dev.herald.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * There is an event that is as said so far. Each call adds a condition and waits until one and the
 * same event meets all of them; it fails when there is none in time.
 */
public final class EventAssert {

  private final EventSource source;

  /** Expected one after the other. */
  private final List<Expectation> expected;

  private EventAssert(EventSource source, List<Expectation> expected) {
    this.source = source;
    this.expected = List.copyOf(expected);
  }

  static EventAssert of(EventSource source, List<Expectation> expected) {
    EventAssert events = new EventAssert(source, expected);
    events.verify();
    return events;
  }

  /** The item has this id; that of an entity is the text of its id. */
  public EventAssert withId(Object itemId) {
    return with(Condition.id(itemId.toString()));
  }

  /**
   * What has been done, as pages are told it: {@code insert}, {@code update} or {@code publish},
   * see {@link RecordedEvent#operation}.
   */
  public EventAssert operation(String operation) {
    return with(Condition.operation(operation));
  }

  /** An entity's insert or update; a delete is {@link EventAssertions#retracted}. */
  public EventAssert operation(Operation operation) {
    return operation(operation.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The payload has a field of this value.
   *
   * @param name that of an attribute, or of a member of a JSON object; inside another after a dot
   * @param value compared as it is written: dates and times as ISO 8601, enums by their names,
   *     numbers by their values; a reference is the id; several are an {@code Iterable}, in their
   *     order
   */
  public EventAssert withField(String name, @Nullable Object value) {
    return with(Condition.field(name, value));
  }

  /** The payload has no field of this name: it is hidden, or was not loaded. */
  public EventAssert withoutField(String name) {
    return with(Condition.noField(name));
  }

  /** An update has changed just these published fields. */
  public EventAssert withChanged(String... fields) {
    Set<String> names = Set.of(fields);
    return with(
        new Condition(
            "with changed " + String.join(", ", fields),
            event -> event.changed().equals(names) ? null : "changed are " + event.changed()));
  }

  /** The text in the payload, as of {@code publish(node, "text")}. */
  public EventAssert withText(String text) {
    return with(
        new Condition(
            "with the text '" + text + "'",
            event ->
                event.text().equals(text)
                    ? null
                    : "the text is '" + Abbreviated.of(event.text(), 200) + "'"));
  }

  /**
   * The event stands the assertions of a test, of AssertJ or others, that throw when it does not.
   */
  public EventAssert satisfying(Consumer<RecordedEvent> assertions) {
    return with(
        new Condition(
            "satisfying what the test says of it",
            event -> {
              try {
                assertions.accept(event);
                return null;
              } catch (AssertionError e) {
                return Abbreviated.of(String.valueOf(e.getMessage()), 300);
              }
            }));
  }

  /** After it, another item was published to the node; what follows is said of that. */
  public EventAssert then() {
    return followedBy(Expectation.published(last().node()));
  }

  /** After it, an item was retracted from the node; what follows is said of that. */
  public EventAssert thenRetracted() {
    return followedBy(Expectation.retracted(last().node()));
  }

  /** There is only one that is as said. */
  public EventAssert once() {
    return times(1);
  }

  /**
   * There are just so many that are as said. Waits until nothing more is to come of what has been
   * committed.
   */
  public EventAssert times(int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "There is one already, so there cannot be %d; use nothingPublished".formatted(number));
    }
    List<RecordedEvent> events = source.complete();
    List<RecordedEvent> after = events.subList(endOf(events, before()), events.size());
    long found = after.stream().filter(last()::isMetBy).count();
    if (found != number) {
      throw Failure.of(
          "Expected %s, %s, and found it %s.".formatted(described(), often(number), often(found)),
          events,
          event -> last().isMetBy(event) ? "this one" : null,
          source.hints(last().node()));
    }
    return this;
  }

  /** The first event that is as said. */
  public RecordedEvent event() {
    List<RecordedEvent> events = verify();
    return events.get(endOf(events, expected) - 1);
  }

  private static String often(long number) {
    return number == 1 ? "once" : number + " times";
  }

  private EventAssert with(Condition condition) {
    List<Expectation> more = before();
    more.add(last().and(condition));
    return of(source, more);
  }

  private EventAssert followedBy(Expectation expectation) {
    List<Expectation> more = new ArrayList<>(expected);
    more.add(expectation);
    return of(source, more);
  }

  private Expectation last() {
    return expected.get(expected.size() - 1);
  }

  private List<Expectation> before() {
    return new ArrayList<>(expected.subList(0, expected.size() - 1));
  }

  private List<RecordedEvent> verify() {
    List<RecordedEvent> events = source.await(all -> endOf(all, expected) >= 0);
    if (endOf(events, expected) < 0) {
      throw Failure.of(
          "Expected %s %s.".formatted(described(), source.when()),
          events,
          event -> event.node().equals(last().node()) ? mismatch(event) : null,
          source.hints(last().node()));
    }
    return events;
  }

  private @Nullable String mismatch(RecordedEvent event) {
    String mismatch = last().mismatch(event);
    return mismatch != null || expected.size() == 1 ? mismatch : "not after the others";
  }

  private String described() {
    return expected.stream().map(Expectation::toString).collect(Collectors.joining(", then "));
  }

  /** Where the events go on after those that are expected one after the other; -1 without them. */
  private static int endOf(List<RecordedEvent> events, List<Expectation> expected) {
    int at = 0;
    for (Expectation expectation : expected) {
      while (at < events.size() && !expectation.isMetBy(events.get(at))) {
        at++;
      }
      if (at == events.size()) {
        return -1;
      }
      at++;
    }
    return at;
  }
}
