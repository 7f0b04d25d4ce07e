package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Conversation;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * A server each of whose nodes has been used since its start: it keeps at hand who is there.
 *
 * @param before its memory without that
 * @param loadSeconds how long it took to use each of them once
 * @param publish at one node, while the server goes through them by itself
 * @param startAfterKillMillis the next start, after the process was killed
 */
record AllInUse(
    String store,
    int nodes,
    RunningServer.Memory before,
    RunningServer.Memory after,
    double loadSeconds,
    Histogram publish,
    double startAfterKillMillis) {

  private static final int AT_ONCE = 64;

  static AllInUse measure(Store store, int nodes, Effort effort) {
    RunningServer.Memory before;
    RunningServer.Memory after;
    double seconds;
    Histogram publish = new Histogram(3);
    try (RunningServer server = RunningServer.start(store)) {
      before = server.memory();
      long start = System.nanoTime();
      try (Conversation client = server.anybody()) {
        useAll(client, nodes);
        seconds = (System.nanoTime() - start) / 1e9;
        after = server.memory();
        long end = System.nanoTime() + effort.loaded().toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
          String item = "late-" + i;
          publish.add(
              Stage.time(1, one -> Stage.publish(client, Population.node(nodes / 2), item)));
        }
      }
      server.kill();
    }
    try (RunningServer again = RunningServer.start(store)) {
      return new AllInUse(
          store.name(), nodes, before, after, seconds, publish, again.startMillis());
    }
  }

  private static void useAll(Conversation client, int nodes) {
    Queue<CompletableFuture<String>> unanswered = new ArrayDeque<>();
    for (int node = 0; node < nodes; node++) {
      if (unanswered.size() == AT_ONCE) {
        unanswered.remove().join();
      }
      unanswered.add(
          client.send(
              "get",
              "<query xmlns='http://jabber.org/protocol/disco#info' node='"
                  + Population.node(node)
                  + "'/>"));
    }
    unanswered.forEach(CompletableFuture::join);
  }

  /** Of live heap, for each node. */
  double bytesOfNode() {
    return (double) (after.live() - before.live()) / nodes;
  }
}
