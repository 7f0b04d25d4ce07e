package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Node;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** XEP-0060, section 5: what everybody may ask. Answers are as those of {@link AsyncPubSub}. */
public final class EntityUseCases {

  /** How many names are read at once, when some of them may be left out. */
  private static final int PART = 1_000;

  private final NodeLanes lanes;
  private final NodeStore store;
  private final SessionSubscriptions sessions;
  private final Executor executor;
  private final Access access;

  EntityUseCases(
      NodeLanes lanes,
      NodeStore store,
      SessionSubscriptions sessions,
      Executor executor,
      Access access) {
    this.lanes = lanes;
    this.store = store;
    this.sessions = sessions;
    this.executor = executor;
    this.access = access;
  }

  /** Section 5.2: names of nodes, sorted. */
  public CompletableFuture<List<String>> nodes(@Nullable String after, int most) {
    return supply(() -> store.names(after, most));
  }

  /**
   * The same without those that the actor may not read, or of which he must know the name.
   *
   * @param after need not be there
   */
  public CompletableFuture<List<String>> nodes(Actor actor, @Nullable String after, int most) {
    return supply(() -> listed(actor, after, most));
  }

  private List<String> listed(Actor actor, @Nullable String after, int most) {
    List<String> found = new ArrayList<>();
    int part = Math.max(most, PART);
    String at = after;
    List<String> names;
    do {
      names = store.names(at, part);
      for (String name : names) {
        if (found.size() < most && access.mayList(actor, name)) {
          found.add(name);
        }
        at = name;
      }
    } while (found.size() < most && names.size() == part);
    return found;
  }

  /** How many nodes there are. */
  public CompletableFuture<Long> nodeCount() {
    return supply(store::size);
  }

  /** What is known of a node without asking who is there. */
  public record Metadata(Node node, List<Jid> owners, List<Jid> publishers, int subscribers) {}

  /** Sections 5.3 and 5.4. */
  public CompletableFuture<Metadata> metadata(Actor actor, String name) {
    return lanes.submit(
        name,
        work -> {
          access.requireDescribed(actor, work);
          Node node = work.node();
          Map<Jid, Affiliation> all = work.state().affiliations();
          return new Metadata(
              node,
              SubscriberUseCases.owners(work.state()),
              all.keySet().stream().filter(jid -> all.get(jid) == Affiliation.PUBLISHER).toList(),
              work.state().subscribed().size());
        });
  }

  /** Section 5.6: the subscriptions of all addresses of an account, at one node. */
  public CompletableFuture<List<Subscription>> subscriptions(Jid account, String name) {
    return lanes.submit(
        name,
        work -> {
          work.node();
          return work.state().ofAccount(account.bare());
        });
  }

  /** The same for a client that names the node; who may not read it has to be subscribed to it. */
  public CompletableFuture<List<Subscription>> subscriptions(
      Actor actor, Jid account, String name) {
    return lanes.submit(
        name,
        work -> {
          List<Subscription> all =
              work.exists() ? work.state().ofAccount(account.bare()) : List.of();
          if (all.isEmpty()) {
            access.requireDescribed(actor, work);
            work.node();
          }
          return all;
        });
  }

  /** Section 5.6: the names of the nodes where an account may have subscriptions. */
  public CompletableFuture<List<String>> subscribedNodes(Jid jid) {
    return supply(
        () ->
            Stream.concat(
                    sessions.nodesOfAccount(jid.bare()).stream(),
                    store.subscriptions(jid.bare()).keySet().stream())
                .distinct()
                .sorted()
                .toList());
  }

  /** Section 5.7: what an account is to nodes, by their names. */
  public CompletableFuture<Map<String, Affiliation>> affiliations(Jid account) {
    return supply(() -> store.affiliations(account.bare()));
  }

  private <T> CompletableFuture<T> supply(Supplier<T> reading) {
    return CompletableFuture.supplyAsync(reading, executor);
  }
}
