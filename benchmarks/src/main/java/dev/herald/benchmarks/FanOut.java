package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<Running> running = new ArrayList<>();
    try (EventLoop loop = new EventLoop()) {
      Crowd bare = shape.bosh() ? null : connect(loop, new BareTarget(), shape, running);
      Map<String, Crowd> crowds = new LinkedHashMap<>();
      for (Target target : targets) {
        crowds.put(target.name(), connect(loop, target, shape, running));
      }
      for (Scenario scenario : scenarios) {
        progress.accept(scenario + ": " + scenario.description());
        warmUp(bare, scenario);
        crowds.values().forEach(crowd -> warmUp(crowd, scenario));
        for (int i = 0; i < plan.pairs(); i++) {
          crowds.forEach(
              (name, crowd) ->
                  pairs.add(
                      new Pair(
                          scenario,
                          name,
                          bare == null ? null : bare.measure(scenario.pace(), plan.window()),
                          crowd.measure(scenario.pace(), plan.window()))));
        }
      }
    } finally {
      running.forEach(Running::close);
    }
    return pairs;
  }

  private Crowd connect(EventLoop loop, Target target, Shape shape, List<Running> running) {
    progress.accept(target.name() + ": " + shape.subscribers() + " subscribers");
    Running started = target.start();
    running.add(started);
    return Crowd.connect(loop, started, shape);
  }

  private void warmUp(@Nullable Crowd crowd, Scenario scenario) {
    if (crowd != null) {
      crowd.measure(scenario.pace(), plan.warmUp());
    }
  }
}
