package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures connecting, logging in and subscribing, together: one CPU time and one rate. */
final class Logins {

  /** One round against one server. */
  record Round(String target, double microsPerLogin, double perSecond) {}

  private final Plan plan;
  private final Consumer<String> progress;

  Logins(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  List<Round> measure(Shape shape, List<Target> targets) {
    List<Round> rounds = new ArrayList<>();
    List<Running> running = new ArrayList<>();
    try (EventLoop loop = new EventLoop()) {
      List<Crowd> crowds = new ArrayList<>();
      for (Target target : targets) {
        progress.accept(target.name() + ": log-ins");
        Running started = target.start();
        running.add(started);
        crowds.add(Crowd.withoutSubscribers(loop, started, shape));
      }
      // The first round warms up.
      for (int i = 0; i <= plan.pairs(); i++) {
        for (int t = 0; t < crowds.size(); t++) {
          Round round = round(running.get(t), crowds.get(t), shape);
          if (i > 0) {
            rounds.add(round);
          }
        }
      }
    } finally {
      running.forEach(Running::close);
    }
    return rounds;
  }

  private static Round round(Running target, Crowd crowd, Shape shape) {
    int count = shape.subscribers();
    ProcessHandle process = target.server().process();
    long cpu = ProcessCpu.micros(process);
    long start = System.nanoTime();
    crowd.connectSubscribers(count);
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (double) (ProcessCpu.micros(process) - cpu) / count;
    crowd.disconnectSubscribers();
    Quiet.await(process);
    return new Round(target.server().name(), micros, count / seconds);
  }
}
