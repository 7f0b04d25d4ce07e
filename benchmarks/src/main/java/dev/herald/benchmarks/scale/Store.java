package dev.herald.benchmarks.scale;

import java.util.List;

/** Where the nodes are kept, on this machine's disk. */
interface Store extends AutoCloseable {

  String name();

  /** Adds nodes while no server runs on it. */
  void add(int from, int to);

  /** The main class of a server with these nodes, and its arguments. */
  List<String> server();

  long bytes();

  @Override
  void close();
}
