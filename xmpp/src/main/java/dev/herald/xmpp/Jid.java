package dev.herald.xmpp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;
import org.jxmpp.util.XmppStringUtils;

/**
 * An XMPP address (RFC 7622): {@code localpart@domainpart/resourcepart}, each part prepared by
 * PRECIS, so that two addresses are the same exactly when they are equal.
 */
public final class Jid {

  private final @Nullable String local;
  private final String domain;
  private final @Nullable String resource;

  /** Addresses are looked up for each delivery; strings keep theirs as well, but elsewhere. */
  private final int hash;

  // Its own context: an application may use Smack, whose default context is JVM-wide.
  private static final JxmppContext PRECIS =
      JxmppContext.builder().withXmppStringprep(RocksXmppPrecisStringprep.INSTANCE).build();

  private static final int MOST_PREPARATIONS = 4;

  private static final String ESCAPED = " \"&'/:<>@\\";

  /** The parts as they are, which must be prepared. */
  Jid(@Nullable String local, String domain, @Nullable String resource) {
    this.local = local;
    this.domain = domain;
    this.resource = resource;
    this.hash = Objects.hash(local, domain, resource);
  }

  public @Nullable String local() {
    return local;
  }

  public String domain() {
    return domain;
  }

  public @Nullable String resource() {
    return resource;
  }

  /**
   * Reads an address.
   *
   * @throws StanzaException {@code jid-malformed}, naming the text
   */
  public static Jid parse(String text) {
    Jid plain = PlainAscii.parse(text);
    return plain == null ? prepare(text) : plain;
  }

  /** The same by the tables of PRECIS and IDNA. */
  static Jid prepare(String text) {
    try {
      // What preparing makes may itself be prepared to something else: "a.." to "a." and that to
      // "a". So it is repeated until it makes no difference (RFC 8264, section 7).
      String unprepared = text;
      for (int i = 0; i < MOST_PREPARATIONS; i++) {
        Jid jid = of(JidCreate.from(unprepared, PRECIS));
        String prepared = jid.toString();
        if (prepared.equals(unprepared)) {
          return jid;
        }
        unprepared = prepared;
      }
      throw malformed(text);
    } catch (XmppStringprepException | IllegalArgumentException e) {
      throw malformed(text);
    }
  }

  /**
   * Puts an address together from its parts, which are prepared here.
   *
   * @throws StanzaException {@code jid-malformed}, naming the text
   */
  public static Jid of(@Nullable String local, String domain, @Nullable String resource) {
    String text =
        (local == null ? "" : local + "@") + domain + (resource == null ? "" : "/" + resource);
    // As one text these would be read as the border of another part.
    if ((local != null && (local.indexOf('@') >= 0 || local.indexOf('/') >= 0))
        || domain.indexOf('@') >= 0
        || domain.indexOf('/') >= 0) {
      throw malformed(text);
    }
    return parse(text);
  }

  /**
   * The name of an account as a localpart: the characters that XEP-0106 lists are escaped. Others
   * that a JID forbids, such as a line feed, stay and are refused by {@link #of}.
   */
  public static String escapeLocal(String name) {
    // Not jxmpp's, which takes all white space for a blank: two accounts would have one address.
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (ESCAPED.indexOf(c) >= 0) {
        out.append('\\').append(Integer.toHexString(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The account's name that {@link #escapeLocal} was given. */
  public static String unescapeLocal(String local) {
    return XmppStringUtils.unescapeLocalpart(local);
  }

  private static Jid of(org.jxmpp.jid.Jid jid) {
    var local = jid.getLocalpartOrNull();
    var resource = jid.getResourceOrNull();
    return new Jid(
        local == null ? null : local.toString(),
        jid.getDomain().toString(),
        resource == null ? null : resource.toString());
  }

  private static StanzaException malformed(String text) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return new StanzaException(
        StanzaError.Condition.JID_MALFORMED,
        "'" + shown + "' is no XMPP address of the form local@domain/resource");
  }

  public Jid bare() {
    return resource == null ? this : new Jid(local, domain, null);
  }

  public boolean isFull() {
    return resource != null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Jid that
        && hash == that.hash
        && Objects.equals(local, that.local)
        && domain.equals(that.domain)
        && Objects.equals(resource, that.resource);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    String bare = local == null ? domain : local + "@" + domain;
    return resource == null ? bare : bare + "/" + resource;
  }
}
