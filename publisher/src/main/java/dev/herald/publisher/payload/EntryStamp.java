package dev.herald.publisher.payload;

import dev.herald.Operation;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlFragment;
import dev.herald.xmpp.XmlWriter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of an entry that {@link EntityPayload} has written what was done to the row in all, when
 * several changes are told as one. It is found as text, since markup is escaped wherever it could
 * come from a value, and a payload may be too long to be read for this.
 */
public final class EntryStamp {

  private static final String BEGIN = "<entry xmlns=\"" + Namespaces.ATOM + "\"><id>";
  private static final String OBJECT =
      "<content type=\"application/xml\"><objects xmlns=\""
          + EntityFields.NAMESPACE
          + "\" version=\"1.0\"><object ";
  private static final String OP = " op=\"";
  private static final String CHANGED = " changed=\"";

  private EntryStamp() {}

  /**
   * The same state, with another operation. Any other payload is left as it is: JSON says nothing
   * of the operation, and what an application has written is its own.
   *
   * @param changed what an update has changed; null when that is not known
   */
  public static XmlFragment stamped(
      XmlFragment payload, Operation operation, @Nullable Set<String> changed) {
    String xml = payload.xml();
    int object = xml.startsWith(BEGIN) ? xml.indexOf(OBJECT) : -1;
    int op = object < 0 ? -1 : xml.indexOf(OP, object + OBJECT.length() - 1);
    if (op < 0) {
      return payload;
    }
    int end = afterValue(xml, op + OP.length());
    if (xml.startsWith(CHANGED, end)) {
      end = afterValue(xml, end + CHANGED.length());
    }
    StringBuilder stamped = new StringBuilder(xml.length() + 64);
    stamped.append(xml, 0, op).append(OP);
    stamped.append(operation.name().toLowerCase(Locale.ROOT)).append('"');
    if (operation == Operation.UPDATE && changed != null) {
      stamped.append(CHANGED);
      XmlWriter.writeAttributeValue(String.join(" ", changed), stamped);
      stamped.append('"');
    }
    return new XmlFragment(stamped.append(xml, end, xml.length()).toString());
  }

  private static int afterValue(String xml, int begin) {
    return xml.indexOf('"', begin) + 1;
  }
}
