package dev.herald.external;

import dev.herald.external.stream.AnswerException;
import dev.herald.publisher.NodeOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a node what it is to be: creates it, or compares one that exists, says once what differs,
 * and configures it where this account may.
 */
final class NodeSetup {

  private static final Logger log = LoggerFactory.getLogger(NodeSetup.class);

  /** By these, servers refuse a configuration rather than a node. */
  private static final Set<String> OF_FORMS =
      Set.of("not-acceptable", "bad-request", "resource-constraint", "feature-not-implemented");

  private static final Set<String> OF_RIGHTS =
      Set.of("forbidden", "not-allowed", "not-authorized", "registration-required");

  private static final int MOST_SAID = 10_000;

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /**
   * Makes it.
   *
   * @param options null for a node that nobody has described: one that exists stays as it is
   * @param known whether it has been made by this process before
   * @throws DeniedException when this account may neither create nor use it
   * @throws AnswerException when the server refuses otherwise
   */
  void make(PubSubRequests service, String node, @Nullable NodeOptions options, boolean known) {
    NodeForm wanted = NodeForm.of(options == null ? new NodeOptions(1_000, false) : options);
    boolean created = create(service, node, wanted);
    if (created && known) {
      log.warn(
          "'{}' was not on {} any more and has been created again: it is empty until its rows are published again",
          node,
          service.jid());
    }
    if (created || options != null) {
      configure(service, node, wanted, created);
    }
  }

  /** Whether it has been created just now. */
  private static boolean create(PubSubRequests service, String node, NodeForm wanted) {
    try {
      service.create(node, wanted);
      return true;
    } catch (AnswerException e) {
      if (e.condition().equals("conflict")) {
        return false;
      }
      if (OF_RIGHTS.contains(e.condition())) {
        requireNode(service, node, e);
        return false;
      }
      if (!OF_FORMS.contains(e.condition())) {
        throw e;
      }
    }
    // With the server's own defaults; what can be had of the rest is configured then.
    try {
      service.create(node, null);
      return true;
    } catch (AnswerException e) {
      if (e.condition().equals("conflict")) {
        return false;
      }
      if (OF_RIGHTS.contains(e.condition())) {
        requireNode(service, node, e);
        return false;
      }
      throw e;
    }
  }

  /** Who may not create nodes may use one that somebody has made. */
  private static void requireNode(PubSubRequests service, String node, AnswerException denied) {
    try {
      service.requireNode(node);
    } catch (AnswerException e) {
      throw DeniedException.creating(node, service, denied);
    }
  }

  private void configure(PubSubRequests service, String node, NodeForm wanted, boolean created) {
    NodeForm there;
    try {
      there = service.configuration(node);
    } catch (AnswerException e) {
      if (!OF_RIGHTS.contains(e.condition())) {
        throw e;
      }
      sayOnce(
          "owner of " + node,
          "'%s' on %s belongs to another account, so that its configuration is left as it is: let %s be an owner of it"
              .formatted(node, service.jid(), service.own()));
      return;
    }
    NodeForm differing = wanted.unlike(there);
    if (differing.isEmpty()) {
      return;
    }
    if (!created) {
      sayOnce(
          "configuration of " + node,
          "'%s' on %s is configured otherwise than here, and is changed: %s"
              .formatted(node, service.jid(), differences(differing, there)));
    }
    change(service, node, differing, there);
  }

  private static String differences(NodeForm differing, NodeForm there) {
    return differing.fields().entrySet().stream()
        .map(
            field ->
                "%s there %s, here %s"
                    .formatted(
                        field.getKey(), there.fields().get(field.getKey()), field.getValue()))
        .collect(Collectors.joining("; "));
  }

  private void change(PubSubRequests service, String node, NodeForm differing, NodeForm there) {
    AnswerException refusal = tryToChange(service, node, differing);
    if (refusal == null) {
      return;
    }
    String wanted = differing.fields().get(NodeForm.MAX_ITEMS);
    if (wanted != null) {
      NodeForm most = differing.with(NodeForm.MAX_ITEMS, NodeForm.MOST);
      boolean taken = tryToChange(service, node, most) == null;
      if (taken || tryToChange(service, node, differing.without(NodeForm.MAX_ITEMS)) == null) {
        // Of every node the same, so that the first one stands for all.
        sayOnce(
            "max_items " + wanted,
            "'%s' on %s is to keep %s items, which is more than the server allows (%s); it keeps %s. Raise the limit (ejabberd: max_items_node of mod_pubsub; Prosody: pubsub_max_items), or set fewer for the node"
                .formatted(
                    node,
                    service.jid(),
                    wanted,
                    refusal.getMessage(),
                    taken ? "as many as may be" : there.fields().get(NodeForm.MAX_ITEMS)));
        return;
      }
    }
    // One by one, so that one field that cannot be had does not cost the others.
    for (Map.Entry<String, String> field : differing.fields().entrySet()) {
      AnswerException why =
          tryToChange(service, node, new NodeForm(Map.of(field.getKey(), field.getValue())));
      if (why != null) {
        sayOnce(
            field.getKey(),
            "'%s' on %s cannot have %s=%s (%s), and stays at %s"
                .formatted(
                    node,
                    service.jid(),
                    field.getKey(),
                    field.getValue(),
                    why.getMessage(),
                    there.fields().get(field.getKey())));
      }
    }
  }

  private static @Nullable AnswerException tryToChange(
      PubSubRequests service, String node, NodeForm form) {
    if (form.isEmpty()) {
      return null;
    }
    try {
      service.configure(node, form);
      return null;
    } catch (AnswerException e) {
      return e;
    }
  }

  /** A node is made again on each connection. */
  private void sayOnce(String subject, String sentence) {
    if (said.size() < MOST_SAID && said.add(subject)) {
      log.warn("{}", sentence);
    }
  }
}
