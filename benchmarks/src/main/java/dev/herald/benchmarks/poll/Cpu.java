package dev.herald.benchmarks.poll;

/**
 * CPU time, in microseconds.
 *
 * @param application of its process
 * @param database of its processes
 */
record Cpu(long application, long database) {

  static Cpu of(Board board) {
    return new Cpu(board.cpuMicros(), board.databaseMicros());
  }

  Cpu minus(Cpu before) {
    return new Cpu(application - before.application, database - before.database);
  }

  long all() {
    return application + database;
  }
}
