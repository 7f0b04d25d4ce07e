package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaError;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.StreamError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions of this server, and the addresses that they have bound. Thread-safe. */
public final class SessionRegistry {

  private static final Logger log = LoggerFactory.getLogger(SessionRegistry.class);

  private final StreamLimits limits;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
  private final Map<Jid, Session> bound = new ConcurrentHashMap<>();
  private final Map<Jid, List<Session>> byAccount = new ConcurrentHashMap<>();
  private final Map<String, Session> components = new ConcurrentHashMap<>();
  private final Map<String, Session> resumable = new ConcurrentHashMap<>();
  private final Map<DisconnectReason, LongAdder> disconnects = new ConcurrentHashMap<>();
  private final Map<Jid, StreamError> ending = new ConcurrentHashMap<>();
  private final List<Consumer<Jid>> unboundListeners = new CopyOnWriteArrayList<>();

  public SessionRegistry(StreamLimits limits) {
    this.limits = limits;
  }

  /** The session that has bound this full JID. */
  public Optional<Session> find(Jid fullJid) {
    return Optional.ofNullable(bound.get(fullJid));
  }

  /**
   * The sessions that an address means: one for a full JID, all of the account for a bare one, and
   * the component's for any address of its domain.
   */
  public Collection<Session> addressed(Jid jid) {
    if (!components.isEmpty()) {
      Session component = components.get(jid.domain());
      if (component != null) {
        return List.of(component);
      }
    }
    if (jid.isFull()) {
      Session session = bound.get(jid);
      return session == null ? List.of() : List.of(session);
    }
    return byAccount.getOrDefault(jid, List.of());
  }

  /** The component that is connected for a domain. */
  public Optional<Session> component(String domain) {
    return Optional.ofNullable(components.get(domain));
  }

  public int size() {
    return sessions.size();
  }

  /**
   * How many sessions have ended for this reason since the start; for {@link
   * DisconnectReason#RESUMED_ELSEWHERE}, how many connections of sessions that go on.
   */
  public long disconnects(DisconnectReason reason) {
    LongAdder count = disconnects.get(reason);
    return count == null ? 0 : count.sum();
  }

  /** Registers a listener that is told each full JID which is no longer bound. */
  public void onUnbound(Consumer<Jid> listener) {
    unboundListeners.add(listener);
  }

  /** Ends all sessions that came with a login of the host application that is over now. */
  public void endLogin(String login) {
    for (Session session : sessions) {
      if (login.equals(session.peer().login())) {
        session.disconnect(
            new StreamError(StreamError.Condition.NOT_AUTHORIZED, "The login has ended"),
            DisconnectReason.LOGGED_OUT);
      }
    }
  }

  /**
   * Ends all sessions of an account that is no more, at the next {@link #tick}: whoever has asked
   * for it is answered before.
   */
  public void endAccountAfterAnswer(Jid jid, StreamError why) {
    ending.put(jid.bare(), why);
  }

  /** Looks after the times that sessions may last; to be called about every second. */
  public void tick() {
    long now = System.nanoTime();
    for (Session session : sessions) {
      try {
        session.tick(now);
      } catch (RuntimeException e) {
        // The timer must go on for all the others.
        log.error("{} could not be looked after", session, e);
      }
    }
    ending.forEach(
        (account, why) -> {
          ending.remove(account);
          byAccount
              .getOrDefault(account, List.of())
              .forEach(session -> session.disconnect(why, DisconnectReason.ACCOUNT_REMOVED));
        });
  }

  /** Ends all sessions because the server stops. */
  public void shutdown() {
    for (Session session : sessions) {
      session.disconnect(
          new StreamError(StreamError.Condition.SYSTEM_SHUTDOWN, "The server stops"),
          DisconnectReason.SHUTDOWN);
    }
  }

  /** Takes a new session; one too many is ended at once. */
  void add(Session session) {
    sessions.add(session);
    String address = session.origin();
    int ofAddress = Peer.isLoopback(address) ? 0 : perAddress.merge(address, 1, Integer::sum);
    if (sessions.size() > limits.sessions() || ofAddress > limits.sessionsPerAddress()) {
      session.disconnect(
          new StreamError(
              StreamError.Condition.RESOURCE_CONSTRAINT,
              ofAddress > limits.sessionsPerAddress()
                  ? "Your address has too many sessions"
                  : "The server has too many sessions"),
          DisconnectReason.TOO_MANY_SESSIONS);
    }
  }

  /**
   * That one more session of an account is allowed.
   *
   * @throws StanzaException {@code resource-constraint} (RFC 6120, section 7.6.2.1)
   */
  void requireRoom(Jid bareJid) {
    if (byAccount.getOrDefault(bareJid, List.of()).size() >= limits.sessionsPerAccount()) {
      throw new StanzaException(
          StanzaError.Condition.RESOURCE_CONSTRAINT,
          bareJid + " has its limit of " + limits.sessionsPerAccount() + " sessions");
    }
  }

  /** Whether the address was free and is now this session's. */
  boolean bind(Jid jid, Session session) {
    if (session.isComponent()) {
      return components.putIfAbsent(jid.domain(), session) == null;
    }
    if (bound.putIfAbsent(jid, session) != null) {
      return false;
    }
    byAccount.merge(jid.bare(), List.of(session), SessionRegistry::with);
    return true;
  }

  /** The session can be resumed by this id. */
  void resumable(String id, Session session) {
    resumable.put(id, session);
  }

  Optional<Session> resumable(String id) {
    return Optional.ofNullable(resumable.get(id));
  }

  void remove(Session session, DisconnectReason reason) {
    if (!forget(session)) {
      return;
    }
    count(reason);
    StreamManagement sm = session.management();
    if (sm != null) {
      resumable.remove(sm.id());
    }
    Jid jid = session.boundJid();
    if (jid != null) {
      release(jid, session);
    }
  }

  void count(DisconnectReason reason) {
    disconnects.computeIfAbsent(reason, r -> new LongAdder()).increment();
  }

  /** The session goes on under another one, or has ended. */
  boolean forget(Session session) {
    if (!sessions.remove(session)) {
      return false;
    }
    perAddress.computeIfPresent(
        session.origin(), (address, count) -> count == 1 ? null : count - 1);
    return true;
  }

  /** The address is free again. */
  void release(Jid jid, Session session) {
    if (session.isComponent()) {
      components.remove(jid.domain(), session);
    } else if (bound.remove(jid, session)) {
      byAccount.computeIfPresent(jid.bare(), (bare, all) -> without(all, session));
      unboundListeners.forEach(listener -> listener.accept(jid));
    }
  }

  private static List<Session> with(List<Session> all, List<Session> more) {
    List<Session> sum = new ArrayList<>(all);
    sum.addAll(more);
    return List.copyOf(sum);
  }

  private static @Nullable List<Session> without(List<Session> all, Session gone) {
    List<Session> rest = all.stream().filter(session -> session != gone).toList();
    return rest.isEmpty() ? null : rest;
  }
}
