package dev.herald.server.session;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * XEP-0198: the counters of one stream and what its client has not acknowledged yet. Guarded by the
 * session's lock for what goes out.
 */
final class StreamManagement {

  static final String NAMESPACE = "urn:xmpp:sm:3";

  /** After how many stanzas an acknowledgement is asked for. */
  private static final int REQUEST_EVERY = 20;

  private static final Outbound REQUEST = Outbound.of(XmlElement.empty(NAMESPACE, "r"));

  private final String id;
  private final boolean resumable;
  private final int limit;
  private final long byteLimit;
  private final ArrayDeque<Outbound> unacked = new ArrayDeque<>();

  /** Counters modulo 2^32 (section 5). */
  private int received;

  private int acked;
  private long unackedBytes;
  private int sinceRequest;
  private boolean requested;

  /**
   * @param limit how many stanzas may wait to be acknowledged
   * @param byteLimit how many bytes of them
   */
  StreamManagement(String id, boolean resumable, int limit, long byteLimit) {
    this.id = id;
    this.resumable = resumable;
    this.limit = limit;
    this.byteLimit = byteLimit;
  }

  String id() {
    return id;
  }

  boolean isResumable() {
    return resumable;
  }

  /** A stanza of the client has been handled. */
  void handled() {
    received++;
  }

  /**
   * Keeps a stanza until it is acknowledged.
   *
   * @return whether there was room
   */
  boolean keep(Outbound stanza) {
    if (unacked.size() >= limit || unackedBytes >= byteLimit) {
      return false;
    }
    unacked.add(stanza);
    unackedBytes += stanza.length();
    sinceRequest++;
    return true;
  }

  /** The request for an acknowledgement to send now, if it is time for one. */
  @Nullable Outbound requestIfDue(boolean idle) {
    if (requested || unacked.isEmpty() || (!idle && sinceRequest < REQUEST_EVERY)) {
      return null;
    }
    requested = true;
    sinceRequest = 0;
    return REQUEST;
  }

  /** The answer to the client's request. */
  XmlElement answer() {
    return XmlElement.builder(NAMESPACE, "a").attribute("h", h()).build();
  }

  String h() {
    return Integer.toUnsignedString(received);
  }

  /** How many stanzas have been sent, modulo 2^32. */
  String sent() {
    return Integer.toUnsignedString(acked + unacked.size());
  }

  /**
   * The client has handled {@code h} stanzas.
   *
   * @return whether it can have
   */
  boolean acknowledged(int h) {
    long count = Integer.toUnsignedLong(h - acked);
    if (count > unacked.size()) {
      return false;
    }
    for (long i = 0; i < count; i++) {
      unackedBytes -= unacked.remove().length();
    }
    acked = h;
    requested = false;
    return true;
  }

  /** What has to be sent again on a new connection, in its order. */
  List<Outbound> toResend() {
    requested = false;
    return List.copyOf(unacked);
  }

  /**
   * Section 3 and 5.
   *
   * @param h what the server has handled, if the client may know
   */
  static XmlElement failed(String condition, String text, @Nullable String h) {
    return XmlElement.builder(NAMESPACE, "failed")
        .attribute("h", h)
        .add(XmlElement.empty(Namespaces.STANZA_ERRORS, condition))
        .add(
            XmlElement.builder(Namespaces.STANZA_ERRORS, "text")
                .attribute("xml:lang", "en")
                .text(text))
        .build();
  }

  static @Nullable Integer count(@Nullable String h) {
    try {
      return h == null ? null : Integer.valueOf(Integer.parseUnsignedInt(h));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
