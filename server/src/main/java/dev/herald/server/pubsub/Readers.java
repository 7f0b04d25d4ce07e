package dev.herald.server.pubsub;

import dev.herald.server.pubsub.node.Node;
import dev.herald.server.sasl.Login;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read nodes, by {@link ReadRule}s. A node that is restricted and that no rule covers is
 * read by no client: whoever has restricted it has not said yet to whom. Thread-safe.
 */
public final class Readers {

  private static final Logger log = LoggerFactory.getLogger(Readers.class);

  private final Authorization authorization;
  private final Function<Jid, List<Login>> online;
  private final Map<String, ReadRule> rules = new ConcurrentHashMap<>();

  /**
   * Readers of one service, without a rule.
   *
   * @param authorization what the application says; where that allows something, no rule is asked
   * @param online who is connected by an address, full or bare
   */
  public Readers(Authorization authorization, Function<Jid, List<Login>> online) {
    this.authorization = authorization;
    this.online = online;
  }

  void put(ReadRule rule) {
    rules.put(rule.nodes(), rule);
  }

  Authorization authorization() {
    return authorization;
  }

  /** Those by whom a decision about a subscription that is there is made; never none. */
  List<Actor.Client> subscribed(Jid jid) {
    List<Login> logins = online.apply(jid);
    return logins.isEmpty()
        ? List.of(new Actor.Client(jid))
        : logins.stream().map(login -> new Actor.Client(jid, login)).toList();
  }

  /** Whether a rule is about nodes of this name, be it one that permits everybody. */
  boolean covers(String node) {
    return rule(node).isPresent();
  }

  /** Whether somebody may read the node. */
  boolean permits(@Nullable Login reader, Node node) {
    return rule(node.name())
        .map(rule -> permits(rule, reader, node.name()))
        .orElse(!node.configuration().isRestricted());
  }

  /** The same for a name of which there is no node. */
  boolean permits(@Nullable Login reader, String missing) {
    return rule(missing).map(rule -> permits(rule, reader, missing)).orElse(true);
  }

  /** Whether somebody who asks for the names of nodes is told this one. */
  boolean lists(@Nullable Login reader, String node) {
    return rule(node).map(rule -> asked(rule, reader, node, rule::lists)).orElse(true);
  }

  /**
   * Who of those that are subscribed gets the events of a node.
   *
   * @return empty when all do
   */
  public Optional<Predicate<Actor.Client>> notified(Node node) {
    boolean all =
        rule(node.name()).map(ReadRule::isOpen).orElse(!node.configuration().isRestricted());
    return all ? Optional.empty() : Optional.of(client -> isNotified(client, node));
  }

  private boolean isNotified(Actor.Client client, Node node) {
    return switch (authorization.decide(client, Action.SUBSCRIBE, node)) {
      case ALLOW -> true;
      case REFUSE -> false;
      case NODE -> permits(client.login(), node);
    };
  }

  private Optional<ReadRule> rule(String node) {
    for (ReadRule rule : rules.values()) {
      if (rule.covers(node)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static boolean permits(ReadRule rule, @Nullable Login reader, String node) {
    return asked(rule, reader, node, rule::permits);
  }

  private static boolean asked(
      ReadRule rule, @Nullable Login reader, String node, BiPredicate<Login, String> question) {
    if (rule.isOpen()) {
      return true;
    }
    if (reader == null) {
      return false;
    }
    try {
      return question.test(reader, node);
    } catch (RuntimeException e) {
      log.error("It cannot be said whether '{}' may read '{}'; refused", reader.name(), node, e);
      return false;
    }
  }
}
