package dev.herald.benchmarks;

/** Who publishes. Used on the event loop only. */
interface Publisher {

  void publish(int node, long number);

  /** How many publishes the server has not confirmed. */
  int unconfirmed();
}
