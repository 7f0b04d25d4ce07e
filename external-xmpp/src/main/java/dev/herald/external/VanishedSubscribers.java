package dev.herald.external;

import dev.herald.external.stream.AnswerException;
import dev.herald.external.stream.ConnectionException;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the sessions among the subscribers that are gone, by messages that come back, and ends
 * their subscriptions. A session that is there gets a message without content, which clients
 * ignore; asking it would depend on its answer.
 */
final class VanishedSubscribers {

  private static final Logger log = LoggerFactory.getLogger(VanishedSubscribers.class);

  /** What says that there is no such session, and not that its server is out of reach. */
  private static final Set<String> GONE =
      Set.of("service-unavailable", "recipient-unavailable", "item-not-found");

  private static final int AT_ONCE = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PubSubRequests service;
  private final String id = "v" + UUID.randomUUID();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  VanishedSubscribers(PubSubRequests service) {
    this.service = service;
  }

  /** Looks after these nodes, and says how many subscriptions it has ended. */
  int end(Collection<String> nodes) {
    service.stream().onReturned(this::returned);
    int ended = 0;
    for (String node : nodes) {
      try {
        ended += endAt(node);
      } catch (AnswerException e) {
        log.info(
            "Subscriptions of '{}' cannot be looked after: {} says {}",
            node,
            service.jid(),
            e.getMessage());
      }
    }
    return ended;
  }

  private int endAt(String node) {
    List<String> sessions =
        service.subscribers(node).stream().filter(jid -> jid.indexOf('/') >= 0).toList();
    int ended = 0;
    for (int at = 0; at < sessions.size(); at += AT_ONCE) {
      List<String> some = sessions.subList(at, Math.min(sessions.size(), at + AT_ONCE));
      probe(some);
      Set<String> vanished = new LinkedHashSet<>(some);
      vanished.retainAll(gone);
      if (!vanished.isEmpty()) {
        service.endSubscriptions(node, vanished);
        ended += vanished.size();
      }
    }
    return ended;
  }

  /** What does not come back in time is held for present, until the next time. */
  private void probe(List<String> sessions) {
    boolean sent = false;
    for (String jid : sessions) {
      sent |= !gone.contains(jid) && service.stream().probe(jid, id);
    }
    if (sent) {
      try {
        TimeUnit.NANOSECONDS.sleep(PATIENCE.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConnectionException("Interrupted while looking for sessions that are gone", e);
      }
    }
  }

  private void returned(XmlElement message) {
    String from = message.attribute("from");
    if (from != null && id.equals(message.attribute("id")) && saysGone(message)) {
      gone.add(from);
    }
  }

  private static boolean saysGone(XmlElement message) {
    return message.children().stream()
        .filter(child -> child.name().equals("error"))
        .flatMap(error -> error.children().stream())
        .anyMatch(
            detail ->
                detail.namespace().equals(Namespaces.STANZA_ERRORS)
                    && GONE.contains(detail.name()));
  }
}
