package dev.herald.benchmarks;

/** Waits until a server has done what it still had to do. */
public final class Quiet {

  private static final int STEP_MILLIS = 250;
  private static final int LIMIT_MILLIS = 20_000;

  private Quiet() {}

  /** Returns when it uses less than a tenth of a core, at the latest after 20 s. */
  public static void await(ProcessHandle process) {
    long before = ProcessCpu.micros(process);
    for (int waited = 0; waited < LIMIT_MILLIS; waited += STEP_MILLIS) {
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = ProcessCpu.micros(process);
      if (now - before < STEP_MILLIS * 100L) {
        return;
      }
      before = now;
    }
  }
}
