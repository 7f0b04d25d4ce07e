package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Those that run at the same time; all of them end, whatever goes wrong. */
final class Subjects implements AutoCloseable {

  private final List<Subject> running = new ArrayList<>();

  Subject start(Target target, Shape shape) {
    Subject subject = Subject.start(target, shape);
    running.add(subject);
    return subject;
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    for (Subject subject : running) {
      try {
        subject.close();
      } catch (RuntimeException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
