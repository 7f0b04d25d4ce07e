package dev.herald.interop;

import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Document;

/**
 * What a service says that it can do: features by their names after {@code
 * http://jabber.org/protocol/pubsub#}; options of a node as {@code option:access_model}, and of
 * those with a list as {@code option:access_model=open} too; options of a subscription as {@code
 * subscription:digest}.
 */
record Offered(Set<String> names) {

  private static final String FEATURE = "http://jabber.org/protocol/pubsub#";
  private static final String OPTION = "pubsub#";

  /** From the answers to {@code disco#info} and to requests for the two forms. */
  static Offered of(Document information, Document node, Document subscription) {
    Set<String> names = new TreeSet<>();
    for (String feature : Xml.texts(information, "//info:feature/@var")) {
      if (feature.startsWith(FEATURE)) {
        names.add(feature.substring(FEATURE.length()));
      }
    }
    for (String option : Xml.texts(node, "//x:field/@var")) {
      String name = "option:" + option.replace(OPTION, "");
      names.add(name);
      for (String value :
          Xml.texts(node, "//x:field[@var='%s']/x:option/x:value".formatted(option))) {
        names.add(name + "=" + value);
      }
    }
    for (String option : Xml.texts(subscription, "//x:field/@var")) {
      names.add("subscription:" + option.replace(OPTION, ""));
    }
    return new Offered(names);
  }

  /** Which of these a service does not say that it has. */
  Set<String> lacks(Iterable<String> needs) {
    Set<String> lacks = new TreeSet<>();
    needs.forEach(lacks::add);
    lacks.removeAll(names);
    return lacks;
  }
}
