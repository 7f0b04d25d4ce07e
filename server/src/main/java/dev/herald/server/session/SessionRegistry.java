package dev.herald.server.session;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StreamError;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** All sessions of this server, and the addresses that they have bound. Thread-safe. */
public final class SessionRegistry {

  private final int maxSessions;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Map<Jid, Session> bound = new ConcurrentHashMap<>();
  private final Map<Jid, Set<Session>> byAccount = new ConcurrentHashMap<>();
  private final Map<DisconnectReason, LongAdder> disconnects = new ConcurrentHashMap<>();
  private final List<Consumer<Jid>> unboundListeners = new CopyOnWriteArrayList<>();

  public SessionRegistry(int maxSessions) {
    this.maxSessions = maxSessions;
  }

  /** The session that has bound this full JID. */
  public Optional<Session> find(Jid fullJid) {
    return Optional.ofNullable(bound.get(fullJid));
  }

  /** The sessions that an address means: one for a full JID, all of the account for a bare one. */
  public Collection<Session> addressed(Jid jid) {
    if (jid.isFull()) {
      Session session = bound.get(jid);
      return session == null ? List.of() : List.of(session);
    }
    return byAccount.getOrDefault(jid, Set.of());
  }

  public int size() {
    return sessions.size();
  }

  /** How many sessions have ended for this reason since the start. */
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

  /** Ends all sessions because the server stops. */
  public void shutdown() {
    for (Session session : sessions) {
      session.disconnect(
          new StreamError(StreamError.Condition.SYSTEM_SHUTDOWN, "The server stops"),
          DisconnectReason.SHUTDOWN);
    }
  }

  boolean add(Session session) {
    if (sessions.size() >= maxSessions) {
      return false;
    }
    sessions.add(session);
    return true;
  }

  /** Whether the address was free and is now this session's. */
  boolean bind(Jid fullJid, Session session) {
    if (bound.putIfAbsent(fullJid, session) != null) {
      return false;
    }
    byAccount.compute(
        fullJid.bare(),
        (bare, all) -> {
          Set<Session> set = all == null ? ConcurrentHashMap.newKeySet() : all;
          set.add(session);
          return set;
        });
    return true;
  }

  void remove(Session session, DisconnectReason reason) {
    if (!sessions.remove(session)) {
      return;
    }
    disconnects.computeIfAbsent(reason, r -> new LongAdder()).increment();
    Jid jid = session.boundJid();
    if (jid != null) {
      release(jid, session);
    }
  }

  /** The address is free again. */
  void release(Jid jid, Session session) {
    if (bound.remove(jid, session)) {
      byAccount.computeIfPresent(
          jid.bare(),
          (bare, all) -> {
            all.remove(session);
            return all.isEmpty() ? null : all;
          });
      unboundListeners.forEach(listener -> listener.accept(jid));
    }
  }
}
