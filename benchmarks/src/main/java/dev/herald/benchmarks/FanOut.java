package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures scenarios of one shape: all servers run beside each other with all their subscribers,
 * and take turns with the bare writer, so that whatever else the machine does falls on both of a
 * pair.
 */
final class FanOut {

  private final Plan plan;
  private final Consumer<String> progress;

  FanOut(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  List<Pair> measure(Shape shape, List<Scenario> scenarios, List<Target> targets) {
    List<Pair> pairs = new ArrayList<>();
    try (Subjects subjects = new Subjects()) {
      Subject bare = shape.bosh() ? null : connect(new BareTarget(), shape, subjects);
      List<Subject> servers = new ArrayList<>();
      for (Target target : targets) {
        servers.add(connect(target, shape, subjects));
      }
      for (Scenario scenario : scenarios) {
        progress.accept(scenario + ": " + scenario.description());
        warmUp(bare, scenario);
        servers.forEach(server -> warmUp(server, scenario));
        List<Pair> measured = pairs(scenario, bare, servers);
        // At once, so that a run that is ended early has not been for nothing.
        progress.accept(
            "measured " + scenario + ":\n\n" + Report.ofFanOut(measured).stripTrailing());
        pairs.addAll(measured);
      }
    }
    return pairs;
  }

  private List<Pair> pairs(Scenario scenario, @Nullable Subject bare, List<Subject> servers) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < plan.pairs(); i++) {
      for (Subject server : servers) {
        Sample first = bare == null ? null : measure(bare, scenario);
        pairs.add(new Pair(scenario, server.name(), first, measure(server, scenario)));
      }
    }
    return pairs;
  }

  private Subject connect(Target target, Shape shape, Subjects subjects) {
    progress.accept(target.name() + " gets " + shape.subscribers() + " subscribers");
    Subject subject = subjects.start(target, shape);
    subject.connect(shape.subscribers());
    return subject;
  }

  private void warmUp(@Nullable Subject subject, Scenario scenario) {
    if (subject != null) {
      subject.measure(scenario.pace(), plan.warmUp());
    }
  }

  private Sample measure(Subject subject, Scenario scenario) {
    return subject.measure(scenario.pace(), plan.window(scenario.pace()));
  }
}
