package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Conversation;
import dev.herald.benchmarks.Stanzas;
import java.util.Random;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/**
 * A server with so many nodes, by one client that waits for each answer. Nanoseconds.
 *
 * @param publish at one node
 * @param firstUse publishing at nodes that have not been used since the start
 * @param page a hundred names of nodes, somewhere in the list
 * @param subscriptions those of an account, at a hundred nodes
 * @param login of that account, until it has the last item of each
 * @param bytes on the disk
 */
record Stage(
    String store,
    int nodes,
    double startMillis,
    RunningServer.Memory memory,
    Histogram publish,
    double publishCpuMicros,
    Histogram firstUse,
    Histogram create,
    Histogram page,
    Histogram subscriptions,
    Histogram login,
    long bytes) {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String OWNER = PUBSUB + "#owner";
  private static final int PAGE = 100;
  private static final int LOGINS = 10;

  /** What a server takes without a node. */
  static Stage empty(Store store, RunningServer server) {
    Histogram nothing = new Histogram(3);
    return new Stage(
        store.name(),
        0,
        server.startMillis(),
        server.memory(),
        nothing,
        0,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        store.bytes());
  }

  static Stage measure(Store store, RunningServer server, int nodes, Effort effort) {
    RunningServer.Memory memory = server.memory();
    Random random = new Random(nodes);
    try (Conversation client = server.anybody()) {
      String one = Population.node(nodes / 2);
      time(effort.publishes(), i -> publish(client, one, "warm-" + i));
      long before = server.cpuMicros();
      Histogram publish = time(effort.publishes(), i -> publish(client, one, "one-" + i));
      double cpu = (double) (server.cpuMicros() - before) / effort.publishes();
      int[] unused =
          random.ints(0, nodes).distinct().limit(Math.min(nodes, effort.requests())).toArray();
      Histogram firstUse =
          time(unused.length, i -> publish(client, Population.node(unused[i]), "first"));
      Histogram create =
          time(effort.requests(), i -> set(client, PUBSUB, "<create node='made-" + i + "'/>"));
      time(effort.requests(), i -> set(client, OWNER, "<delete node='made-" + i + "'/>"));
      Histogram page =
          time(effort.requests(), i -> page(client, Population.node(random.nextInt(nodes))));
      return new Stage(
          store.name(),
          nodes,
          server.startMillis(),
          memory,
          publish,
          cpu,
          firstUse,
          create,
          page,
          subscriptions(server, effort),
          logins(server, Math.min(nodes, Population.NODES_OF_JID), effort),
          store.bytes());
    }
  }

  private static Histogram subscriptions(RunningServer server, Effort effort) {
    try (Conversation subscriber = server.subscriber()) {
      String asked = "<pubsub xmlns='" + PUBSUB + "'><subscriptions/></pubsub>";
      return time(effort.requests(), i -> subscriber.ask("get", asked));
    }
  }

  private static Histogram logins(RunningServer server, int subscriptions, Effort effort) {
    return time(
        Math.min(LOGINS, effort.requests()),
        i -> {
          try (Conversation subscriber = server.subscriber()) {
            subscriber.awaitMessages(subscriptions);
          }
        });
  }

  static void publish(Conversation client, String node, String item) {
    String publish =
        "<publish node='%s'><item id='%s'>%s</item></publish>".formatted(node, item, Stanzas.ENTRY);
    set(client, PUBSUB, publish);
  }

  private static void set(Conversation client, String namespace, String action) {
    client.ask("set", "<pubsub xmlns='" + namespace + "'>" + action + "</pubsub>");
  }

  private static void page(Conversation client, String after) {
    client.ask(
        "get",
        "<query xmlns='http://jabber.org/protocol/disco#items'>"
            + "<set xmlns='http://jabber.org/protocol/rsm'><max>%d</max><after>%s</after></set>"
                .formatted(PAGE, after)
            + "</query>");
  }

  static Histogram time(int count, IntConsumer request) {
    Histogram times = new Histogram(3);
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      request.accept(i);
      times.recordValue(System.nanoTime() - start);
    }
    return times;
  }
}
