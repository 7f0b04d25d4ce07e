package dev.herald.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The publisher and the subscribers of one server, connected and ready. */
final class Crowd {

  private static final int LOGINS_AT_ONCE = 32;
  private static final int UNANSWERED_LIMIT = 20;
  private static final Duration LOGIN_LIMIT = Duration.ofMinutes(10);

  private final EventLoop loop;
  private final Endpoint endpoint;
  private final Shape shape;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<Transport> transports = new ArrayList<>();
  private @Nullable Load load;
  private int started;
  private int ready;
  private int unanswered;

  private Crowd(EventLoop loop, Endpoint endpoint, Shape shape) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.shape = shape;
  }

  /** Connects the publisher, which creates the nodes, and no subscriber yet. */
  static Crowd withoutSubscribers(EventLoop loop, Endpoint endpoint, Shape shape) {
    Crowd crowd = new Crowd(loop, endpoint, shape);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(() -> crowd.connectPublisher(() -> done.complete(true)));
    loop.await(done, LOGIN_LIMIT, "The publisher's log-in");
    return crowd;
  }

  /** Connects so many subscribers, at most as many as the shape has, and waits for all of them. */
  void connectSubscribers(int count) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          started = 0;
          ready = 0;
          for (int i = 0; i < Math.min(LOGINS_AT_ONCE, count); i++) {
            connectNext(count, done);
          }
        });
    loop.await(done, LOGIN_LIMIT, count + " log-ins");
  }

  /** Ends the subscribers' streams. */
  void disconnectSubscribers() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          transports.stream().filter(Transport::isOpen).forEach(Transport::close);
          transports.clear();
          subscribers.clear();
          done.complete(true);
        });
    loop.await(done, LOGIN_LIMIT, "Disconnecting");
  }

  /**
   * Publishes for so long.
   *
   * @throws IllegalStateException when a subscriber misses an item, or gets one twice or too late
   */
  LoadResult measure(Pace pace, Duration time) {
    CompletableFuture<LoadResult> future = new CompletableFuture<>();
    loop.execute(() -> load().run(pace, time, future));
    LoadResult result = loop.await(future, time.plusSeconds(60), "Fan-out");
    CompletableFuture<Faults> checked = new CompletableFuture<>();
    loop.execute(() -> checked.complete(faults()));
    Faults faults = loop.await(checked, LOGIN_LIMIT, "Counting");
    if (!faults.equals(Faults.NONE)) {
      throw new IllegalStateException("Not delivered once and in order: " + faults);
    }
    return result;
  }

  private Load load() {
    return Objects.requireNonNull(load, "no publisher yet");
  }

  private Faults faults() {
    return subscribers.stream()
        .map(s -> s.faults(load().published()))
        .reduce(Faults.NONE, Faults::plus);
  }

  private void connectPublisher(Runnable whenReady) {
    if (endpoint instanceof XmppEndpoint server) {
      XmppPublisher publisher =
          new XmppPublisher(server, shape.nodes(), whenReady, () -> load().confirmed());
      load = new Load(loop, publisher, shape);
      loop.connect(server.port(), publisher.transport());
    } else {
      BarePeer publisher =
          new BarePeer(BareWriter.PUBLISHER, whenReady, (bytes, from, to, wireBytes) -> {});
      load = new Load(loop, publisher, shape);
      loop.connect(endpoint.port(), publisher);
    }
  }

  private void connectNext(int count, CompletableFuture<Boolean> done) {
    if (started == count) {
      return;
    }
    int node = started++ % shape.nodes();
    Runnable whenReady =
        () -> {
          if (++ready == count) {
            done.complete(true);
          } else {
            connectNext(count, done);
          }
        };
    // The first number of the node that will be published from now on.
    long first = load().published() + Math.floorMod(node - load().published(), shape.nodes());
    Subscriber subscriber = new Subscriber(new ItemOrder(first, shape.nodes()), load());
    subscribers.add(subscriber);
    if (endpoint instanceof XmppEndpoint server) {
      connect(server, node, whenReady, subscriber);
    } else {
      loop.connect(endpoint.port(), new BarePeer(node, whenReady, subscriber));
    }
  }

  private void connect(XmppEndpoint server, int node, Runnable whenReady, Subscriber subscriber) {
    XmppClient client =
        new XmppClient(
            server,
            shape.bosh(),
            XmppClient.ANONYMOUS,
            jid -> List.of(Stanzas.subscribe(server, Shape.node(node), jid)),
            whenReady,
            () -> tryAgain(server, node, whenReady, subscriber),
            subscriber);
    transports.add(client.transport());
    loop.connect(server.port(), client.transport());
  }

  /** On a busy machine, ejabberd sometimes loses what comes right after the upgrade. */
  private void tryAgain(XmppEndpoint server, int node, Runnable whenReady, Subscriber subscriber) {
    if (++unanswered > UNANSWERED_LIMIT) {
      throw new IllegalStateException(
          "The server closed more than " + UNANSWERED_LIMIT + " connections without a word");
    }
    System.err.println("==> A log-in was closed without a word; tried again");
    connect(server, node, whenReady, subscriber);
  }
}
