package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.NodeConfiguration;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.LinkedHashMap;
import java.util.Map;

/** XEP-0060, section 8.2: a node's configuration as a form, and back. */
final class ConfigurationForm {

  static final String TYPE = Namespaces.PUBSUB + "#node_config";

  private static final String MAX_ITEMS = "pubsub#max_items";
  private static final String PERSIST = "pubsub#persist_items";
  private static final String PAYLOADS = "pubsub#deliver_payloads";
  private static final String ACCESS = "pubsub#access_model";

  private ConfigurationForm() {}

  static XmlElement of(NodeConfiguration configuration) {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        MAX_ITEMS,
        Field.of("text-single", "Items to keep", String.valueOf(configuration.maxItems())));
    fields.put(PERSIST, flag("Keep items", configuration.persistItems()));
    fields.put(
        PAYLOADS, flag("Deliver payloads with notifications", configuration.deliverPayloads()));
    fields.put(ACCESS, Field.of("list-single", "Who may subscribe", "open", "open"));
    return new DataForm("form", TYPE, fields).toXml();
  }

  /**
   * The configuration that a form asks for.
   *
   * @param defaults for what it does not say; no more items are kept than these keep
   * @throws PubSubException for what this service does not do, so that nobody believes that it does
   */
  static NodeConfiguration read(XmlElement x, NodeConfiguration defaults) {
    DataForm form = DataForm.submitted(x, TYPE);
    if (form.isCancelled()) {
      return defaults;
    }
    int maxItems = defaults.maxItems();
    boolean persist = defaults.persistItems();
    boolean payloads = defaults.deliverPayloads();
    for (Map.Entry<String, Field> entry : form.fields().entrySet()) {
      String value = entry.getValue().value().orElse("");
      switch (entry.getKey()) {
        case MAX_ITEMS -> maxItems = maxItems(value, defaults.maxItems());
        case PERSIST -> persist = flag(PERSIST, value);
        case PAYLOADS -> payloads = flag(PAYLOADS, value);
        case ACCESS -> {
          if (!value.equals("open")) {
            throw refused(ACCESS, value, "open");
          }
        }
        default -> throw refused(entry.getKey(), value, "nothing: it is not known here");
      }
    }
    return new NodeConfiguration(maxItems, false, persist, payloads);
  }

  private static int maxItems(String value, int most) {
    try {
      int number = value.equals("max") ? most : Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of bounds is.
    }
    throw refused(MAX_ITEMS, value, "a number from 1 to " + most);
  }

  private static boolean flag(String name, String value) {
    return switch (value) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw refused(name, value, "true or false");
    };
  }

  private static Field flag(String label, boolean value) {
    return Field.of("boolean", label, value ? "1" : "0");
  }

  private static PubSubException refused(String name, String value, String possible) {
    String shown = value.length() > 100 ? value.substring(0, 100) + "…" : value;
    return new PubSubException(
        Reason.INVALID_OPTION, "'" + name + "' was '" + shown + "'; it can be " + possible);
  }
}
