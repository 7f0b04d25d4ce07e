package dev.herald.server.bosh;

/**
 * A session that a page takes over, as by Strophe's {@code attach(jid, sid, rid)}. Whoever has the
 * {@code sid} has the session, so it goes to nobody but the page, and into no log.
 *
 * @param jid the full JID that is bound
 * @param rid of the page's first request
 * @param longestWait the longest time that a request is held, in seconds
 * @param hold how many requests are held at once
 * @param requests how many requests the page may have open
 */
public record Prebound(String jid, String sid, long rid, long longestWait, int hold, int requests) {

  @Override
  public String toString() {
    return "Prebound[" + jid + "]";
  }
}
