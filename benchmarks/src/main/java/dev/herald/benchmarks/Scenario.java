package dev.herald.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** What can be measured, in the order of the report. */
@SuppressWarnings(
    "ImmutableEnumChecker") // Shape and Pace are records of numbers; the check wants its annotation
enum Scenario {
  A("1 node of 1,000 subscribers, one publish outstanding", Shapes.A, Pace.ONE),
  A8("A with 8 publishes outstanding", Shapes.A, Pace.outstanding(8)),
  W("A with 32 publishes outstanding", Shapes.A, Pace.outstanding(32)),
  B("1 node of 10,000 subscribers, one publish outstanding", Shapes.B, Pace.ONE),
  B8("B with 8 publishes outstanding", Shapes.B, Pace.outstanding(8)),
  C("1,000 nodes of 10 subscribers each, one publish outstanding", Shapes.C, Pace.ONE),
  C8("C with 8 publishes outstanding", Shapes.C, Pace.outstanding(8)),
  F("A at 10 publishes a second", Shapes.A, Pace.rate(10)),
  P("1 node of 1 subscriber, one publish outstanding", Shapes.P, Pace.ONE),
  P8("P with 8 publishes outstanding", Shapes.P, Pace.outstanding(8)),
  BOSH("A over BOSH, one publish outstanding", Shapes.BOSH, Pace.ONE),
  LOGIN("1,000 connect over WebSocket, log in as nobody and subscribe", Shapes.A, Pace.NONE),
  IDLE("10,000 subscribed sessions over WebSocket that do nothing", Shapes.B, Pace.NONE);

  private static final class Shapes {
    static final Shape A = new Shape(1, 1_000, false);
    static final Shape B = new Shape(1, 10_000, false);
    static final Shape C = new Shape(1_000, 10, false);
    static final Shape P = new Shape(1, 1, false);
    static final Shape BOSH = new Shape(1, 1_000, true);
  }

  private final String description;
  private final Shape shape;
  private final Pace pace;

  Scenario(String description, Shape shape, Pace pace) {
    this.description = description;
    this.shape = shape;
    this.pace = pace;
  }

  /** All but those that show what a publish costs by itself. */
  static List<Scenario> ofFanOut() {
    return Stream.of(values()).filter(scenario -> scenario.shape.subscribers() > 1).toList();
  }

  String description() {
    return description;
  }

  Shape shape() {
    return shape;
  }

  Pace pace() {
    return pace;
  }

  /** Whether it publishes. */
  boolean fansOut() {
    return !pace.equals(Pace.NONE);
  }
}
