package dev.herald.server.rsm;

import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** XEP-0059: Result Set Management, on the wire. */
public final class ResultSets {

  public static final String NAMESPACE = "http://jabber.org/protocol/rsm";

  private ResultSets() {}

  /**
   * The page that a request asks for.
   *
   * @param parent what has the {@code <set/>}, if there is one
   */
  public static Optional<PageRequest> read(XmlElement parent) {
    return read(parent, Integer.MAX_VALUE);
  }

  /**
   * The same.
   *
   * @param usual how many entries are wanted by a request that does not say
   */
  public static Optional<PageRequest> read(XmlElement parent, int usual) {
    return parent.child(NAMESPACE, "set").map(set -> request(set, usual));
  }

  private static PageRequest request(XmlElement set, int usual) {
    String after = text(set, "after");
    return new PageRequest(
        number(set, "max", usual),
        after == null || after.isEmpty() ? null : after,
        text(set, "before"),
        number(set, "index", -1));
  }

  private static @Nullable String text(XmlElement set, String name) {
    return set.child(NAMESPACE, name).map(XmlElement::text).orElse(null);
  }

  private static int number(XmlElement set, String name, int missing) {
    String text = text(set, name);
    if (text == null) {
      return missing;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw new StanzaException(
        Condition.BAD_REQUEST, "<" + name + "/> is a number from zero, not '" + text + "'");
  }

  /**
   * What is said of a page.
   *
   * @param first its first entry; null when it has none
   * @param index of that entry; below zero when it is not known
   * @param last its last entry; null when it has none
   * @param count of the whole list; below zero when it is not known
   */
  public static XmlElement write(
      @Nullable String first, int index, @Nullable String last, long count) {
    XmlElement.Builder set = XmlElement.builder(NAMESPACE, "set");
    if (first != null && last != null) {
      set.add(
          XmlElement.builder(NAMESPACE, "first")
              .attribute("index", index < 0 ? null : String.valueOf(index))
              .text(first));
      set.add(XmlElement.builder(NAMESPACE, "last").text(last));
    }
    if (count >= 0) {
      set.add(XmlElement.builder(NAMESPACE, "count").text(String.valueOf(count)));
    }
    return set.build();
  }
}
