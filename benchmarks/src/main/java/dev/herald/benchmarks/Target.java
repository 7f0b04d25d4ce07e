package dev.herald.benchmarks;

/** What is measured, and how it is started. */
interface Target {

  String name();

  /** Starts a process, and returns when it takes connections. */
  Running start();
}
