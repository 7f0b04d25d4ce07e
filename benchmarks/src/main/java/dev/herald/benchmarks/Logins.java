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
    try (Subjects subjects = new Subjects()) {
      List<Subject> servers = new ArrayList<>();
      for (Target target : targets) {
        progress.accept(target.name() + ": log-ins");
        servers.add(subjects.start(target, shape));
      }
      // Log-ins take long to be compiled: each server is warmed up for as long as by publishes.
      long warm = System.nanoTime() + plan.warmUp().multipliedBy(servers.size()).toNanos();
      while (System.nanoTime() < warm) {
        servers.forEach(server -> round(server, shape));
      }
      for (int i = 0; i < plan.pairs(); i++) {
        for (Subject server : servers) {
          rounds.add(round(server, shape));
        }
      }
    }
    return rounds;
  }

  private static Round round(Subject subject, Shape shape) {
    int count = shape.subscribers();
    ProcessHandle process = subject.server().process();
    long cpu = ProcessCpu.micros(process);
    long start = System.nanoTime();
    subject.connect(count);
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (double) (ProcessCpu.micros(process) - cpu) / count;
    subject.disconnect();
    return new Round(subject.name(), micros, count / seconds);
  }
}
