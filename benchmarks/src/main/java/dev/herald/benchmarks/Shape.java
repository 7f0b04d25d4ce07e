package dev.herald.benchmarks;

/** Who subscribes to what: each subscriber to one node, by one connection of its own. */
record Shape(int nodes, int perNode, boolean bosh) {

  int subscribers() {
    return nodes * perNode;
  }

  static String node(int number) {
    return "bench-" + number;
  }
}
