package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures what a subscribed session costs while nothing happens. */
final class IdleMemory {

  /**
   * Bytes per session beyond what the server has without sessions.
   *
   * @param heap live objects of a JVM; null for others
   * @param resident of the process, which includes what a collector has not given back
   */
  record PerSession(String target, @Nullable Double heap, double resident) {}

  /** Log-ins before the baseline, so that classes and caches are there. */
  private static final int WARM_UP = 200;

  private final Consumer<String> progress;

  IdleMemory(Consumer<String> progress) {
    this.progress = progress;
  }

  List<PerSession> measure(Shape shape, List<Target> targets) {
    List<PerSession> all = new ArrayList<>();
    for (Target target : targets) {
      progress.accept(target.name() + ": memory of " + shape.subscribers() + " idle sessions");
      try (Subject subject = Subject.start(target, shape)) {
        all.add(measure(shape, subject));
      }
    }
    return all;
  }

  private static PerSession measure(Shape shape, Subject subject) {
    ProcessHandle process = subject.server().process();
    subject.connect(WARM_UP);
    subject.disconnect();
    OptionalLong heap = Heap.liveBytes(process);
    long resident = ProcessCpu.residentBytes(process);
    int count = shape.subscribers();
    subject.connect(count);
    Quiet.await(process);
    OptionalLong heapAfter = Heap.liveBytes(process);
    double residentEach = (double) (ProcessCpu.residentBytes(process) - resident) / count;
    Double heapEach =
        heap.isPresent() && heapAfter.isPresent()
            ? (double) (heapAfter.getAsLong() - heap.getAsLong()) / count
            : null;
    return new PerSession(subject.name(), heapEach, residentEach);
  }
}
